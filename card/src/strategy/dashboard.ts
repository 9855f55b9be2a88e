// The dashboard that makes itself: which cards it has, for the shops that the user may see.
import type { Line, Shop, Shops } from "../api/contract";
import type { EntityEntry, Hass } from "../api/hass";
import { HEAT_MAP_CARD } from "../cards/heat-map-card";
import { INBOX_CARD } from "../cards/inbox-card";
import { RECOVERY_CARD } from "../cards/recovery-card";
import { SIMULATE_CARD } from "../cards/simulate-card";
import type { SayStrategy } from "./words";

export interface Card {
  type: string;
  [option: string]: unknown;
}

export interface View {
  title: string;
  path: string;
  type: "sections";
  icon: string;
  max_columns: number;
  dense_section_placement: boolean;
  sections: { type: "grid"; cards: Card[] }[];
}

const PLATFORM = "missed_call_textback";
const SET_UP = `/_my_redirect/config_flow_start?domain=${PLATFORM}`;
const INTEGRATION = `/config/integrations/integration/${PLATFORM}`;

/** Return the views: one for each shop, or what there is to do before there is any. */
export function viewsOf(
  known: Pick<Shops, "shops" | "not_open">,
  hass: Pick<Hass, "entities" | "devices" | "user">,
  say: SayStrategy,
): View[] {
  const { shops, not_open: notOpen } = known;
  const waiting = notOpen.map(({ entry_id, title }) =>
    viewOf(title, entry_id, [[words(linked(say("not_open", { title }), INTEGRATION))]]),
  );
  const views = [...shops.map((shop) => ofShop(shop, hass, say)), ...waiting];
  return views.length > 0 ? views : [messageOf(none(hass, say), say)];
}

/** Return the view that there is instead of a shop's. */
export function messageOf(content: string, say: SayStrategy): View {
  return viewOf(say("name"), "none", [[words(content)]]);
}

/** Return the integration's entities: when these come and go, the dashboard is made anew. */
export function entitiesOf(hass: Pick<Hass, "entities">): EntityEntry[] {
  return Object.values(hass.entities).filter(
    (entity) => entity?.platform === PLATFORM,
  ) as EntityEntry[];
}

function ofShop(shop: Shop, hass: Pick<Hass, "entities" | "devices">, say: SayStrategy): View {
  const ours = entitiesOf(hass).filter((entity) => entity.hidden !== true);
  const card = (type: string): Card => ({ type: `custom:${type}`, shop: shop.entry_id });
  return viewOf(shop.title, shop.entry_id, [
    [heading(say("waiting"), "mdi:message-text"), card(INBOX_CARD)],
    [card(RECOVERY_CARD)],
    // One section: on a wide screen it stands beside the other two.
    [
      card(HEAT_MAP_CARD),
      ...shop.lines.flatMap((line) => ofLine(line, ours)),
      ...ofShopItself(shop, ours, hass, say),
      card(SIMULATE_CARD),
    ],
  ]);
}

function ofLine(line: Line, ours: readonly EntityEntry[]): Card[] {
  const open = ours.find(
    (entity) => entity.device_id === line.device_id && entity.translation_key === "open",
  );
  const automatic = line.automatic_entity;
  return [
    heading(line.name, "mdi:phone"),
    ...(automatic === null ? [] : [{ ...tile(automatic), features: [{ type: "toggle" }] }]),
    ...(open === undefined ? [] : [tile(open.entity_id)]),
  ];
}

/** Return how an owner closes the shop for a while: what says nothing now is not there. */
function ofShopItself(
  shop: Shop,
  ours: readonly EntityEntry[],
  hass: Pick<Hass, "devices">,
  say: SayStrategy,
): Card[] {
  const named = (key: string): string | undefined =>
    ours.find((entity) => {
      const device = hass.devices[entity.device_id ?? ""];
      const isOfShop = device?.config_entries?.includes(shop.entry_id) ?? false;
      return entity.translation_key === key && isOfShop;
    })?.entity_id;
  const until = named("closed_until");
  const again = named("open_again");
  if (until === undefined) return [];
  const state = { condition: "state", entity: until };
  return [
    heading(say("close"), "mdi:store-clock"),
    { ...tile(until), hide_state: true, visibility: [{ ...state, state: "unknown" }] },
    { ...tile(until), visibility: [{ ...state, state_not: "unknown" }] },
    ...(again === undefined
      ? []
      : [
          {
            ...tile(again),
            hide_state: true,
            visibility: [{ condition: "state", entity: again, state_not: "unavailable" }],
          },
        ]),
  ];
}

function viewOf(title: string, path: string, sections: Card[][]): View {
  return {
    title,
    path,
    type: "sections",
    icon: "mdi:phone-missed",
    max_columns: 3,
    dense_section_placement: true,
    sections: sections.map((cards) => ({ type: "grid", cards })),
  };
}

function heading(words: string, icon: string): Card {
  return { type: "heading", heading: words, icon };
}

function tile(entity: string): Card {
  return { type: "tile", entity, name: { type: "entity" }, grid_options: { columns: 12 } };
}

function words(content: string): Card {
  return { type: "markdown", content };
}

/** Put an address into a sentence: what keeps words in their order would be a part of the address. */
function linked(sentence: string, address: string): string {
  return sentence.replace("{link}", address);
}

function none(hass: Pick<Hass, "user">, say: SayStrategy): string {
  return hass.user?.is_admin === true ? linked(say("no_shop"), SET_UP) : say("no_right");
}
