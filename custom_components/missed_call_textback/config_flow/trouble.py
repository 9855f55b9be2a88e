"""What every company's account raises where it cannot be used as asked."""


class Trouble(Exception):
    """A company cannot be used as asked.

    `errors` say it in a form: by field the key of a translated error. `said` is the company's own word.
    """

    def __init__(self, error: str, *, field: str = "base", said: str = "") -> None:
        super().__init__(error)
        self.errors = {field: error}
        self.said = said
