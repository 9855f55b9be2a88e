"""A row on a damaged page is whole, or none; and looking for it has an end."""

from pathlib import Path

import pytest

from custom_components.missed_call_textback.ledger.pages import TABLE_LEAF, Pages

_SIZE = 512
# As a varint; and how much of such a row lies on its own page, see `Pages`.
_LENGTH, _ENDLESS = (1 << 49) - 1, b"\xff\xff\xff\xff\xff\xff\x7f"
_LEAST = (_SIZE - 12) * 32 // 255 - 23
_HERE = _LEAST + (_LENGTH - _LEAST) % (_SIZE - 4)


@pytest.mark.timeout(30)
def test_a_row_that_goes_on_in_a_ring_of_pages_for_ever_is_none(tmp_path: Path) -> None:
    first = bytearray(_SIZE)
    first[16:18] = _SIZE.to_bytes(2)
    leaf = bytearray(_SIZE)
    leaf[:10] = bytes((TABLE_LEAF, 0, 0, 0, 1, 0, 0, 0, 0, 16))
    cell = _ENDLESS + b"\x01" + bytes(_HERE) + (3).to_bytes(4)
    leaf[16 : 16 + len(cell)] = cell
    ring = (3).to_bytes(4) + bytes(_SIZE - 4)
    path = tmp_path / "ledger.db"
    path.write_bytes(b"".join((first, leaf, ring)))
    with Pages(path) as pages:
        assert list(pages.rows({1}, ())) == []
