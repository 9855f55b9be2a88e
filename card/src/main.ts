// The one file that Home Assistant loads: all cards, the panel, and their parts.
import { HEAT_MAP_CARD, HeatMapCard } from "./cards/heat-map-card";
import { INBOX_CARD, InboxCard } from "./cards/inbox-card";
import { RECOVERY_CARD, RecoveryCard } from "./cards/recovery-card";
import { SIMULATE_CARD, SimulateCard } from "./cards/simulate-card";
import { heatWords } from "./heat-map/words";
import { Composer } from "./inbox/composer";
import { ConversationView } from "./inbox/conversation-view";
import { Inbox } from "./inbox/inbox";
import { Outcome } from "./inbox/outcome";
import { ThreadFilter } from "./inbox/thread-filter";
import { ThreadList } from "./inbox/thread-list";
import { inboxWordsFor } from "./inbox/words";
import { Trend } from "./recovery/trend";
import { numberWords } from "./recovery/words";
import { define, DOCUMENTATION, offerCard } from "./register";
import { simulateWords } from "./simulate/words";
import { DashboardStrategy, offerStrategy, STRATEGY_ELEMENT } from "./strategy/strategy";
import { suggest } from "./ui/shop-card";
import { PANEL, Panel } from "./panel/panel";

define({
  "mctb-composer": Composer,
  "mctb-conversation": ConversationView,
  "mctb-inbox": Inbox,
  "mctb-outcome": Outcome,
  "mctb-thread-filter": ThreadFilter,
  "mctb-thread-list": ThreadList,
  "mctb-trend": Trend,
  [INBOX_CARD]: InboxCard,
  [RECOVERY_CARD]: RecoveryCard,
  [HEAT_MAP_CARD]: HeatMapCard,
  [SIMULATE_CARD]: SimulateCard,
  [STRATEGY_ELEMENT]: DashboardStrategy,
  [PANEL]: Panel,
});

for (const [type, words] of [
  [INBOX_CARD, inboxWordsFor(document.documentElement.lang || navigator.language)],
  [RECOVERY_CARD, numberWords.ofPage()],
  [HEAT_MAP_CARD, heatWords.ofPage()],
  [SIMULATE_CARD, simulateWords.ofPage()],
] as const) {
  offerCard({
    type,
    name: words("card_name"),
    description: words("card_description"),
    getEntitySuggestion: suggest(type),
  });
}
offerStrategy(DOCUMENTATION);
