// The one file that Home Assistant loads: all cards, the panel, and their parts.
import { INBOX_CARD, InboxCard, suggestInbox } from "./cards/inbox-card";
import { Inbox } from "./inbox/inbox";
import { ThreadList } from "./inbox/thread-list";
import { inboxWordsFor } from "./inbox/words";
import { define, offerCard } from "./register";

define({
  "mctb-inbox": Inbox,
  "mctb-thread-list": ThreadList,
  [INBOX_CARD]: InboxCard,
});

const say = inboxWordsFor(document.documentElement.lang || navigator.language);
offerCard({
  type: INBOX_CARD,
  name: say("card_name"),
  description: say("card_description"),
  getEntitySuggestion: suggestInbox,
});
