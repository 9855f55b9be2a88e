// The cards of numbers, of when, and of a simulated call, as a page shows them.
// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import type { Line, Shop } from "../src/api/contract";
import type { CardConfig, Hass } from "../src/api/hass";
import { HEAT_MAP_CARD } from "../src/cards/heat-map-card";
import { INBOX_CARD } from "../src/cards/inbox-card";
import { RECOVERY_CARD, RecoveryCard } from "../src/cards/recovery-card";
import { SIMULATE_CARD } from "../src/cards/simulate-card";
import { FakeConnection, hass, shop, type Answers } from "./examples";
import { numbers } from "./numbers-examples";

interface Card extends HTMLElement {
  hass: Hass;
  readonly renderRoot: ShadowRoot;
  readonly updateComplete: Promise<boolean>;
  setConfig(config: CardConfig & Record<string, unknown>): void;
}

beforeAll(async () => {
  // Home Assistant's own element, for which ours wait.
  if (customElements.get("home-assistant") === undefined) {
    customElements.define("home-assistant", class extends HTMLElement {});
  }
  await import("../src/main");
  await customElements.whenDefined(SIMULATE_CARD);
});

let connection: FakeConnection;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-21T15:00:00Z") });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

async function settle(card: Card): Promise<void> {
  for (let at = 0; at < 4; at += 1) {
    await vi.advanceTimersByTimeAsync(0);
    await card.updateComplete;
  }
}

async function show(
  type: string,
  answers: Answers = {},
  config: Record<string, unknown> = {},
  language = "en",
): Promise<Card> {
  connection = new FakeConnection({
    shops: () => served(shop()),
    numbers: () => numbers(),
    ...answers,
  });
  const card = document.createElement<"div">(type as "div") as HTMLElement as Card;
  card.setConfig({ type: `custom:${type}`, ...config });
  card.hass = hass(connection, language);
  document.body.append(card);
  await settle(card);
  return card;
}

const served = (...shops: Shop[]): unknown => ({ version: __VERSION__, shops, not_open: [] });
const plain = (node: Element | null | undefined): string =>
  (node?.textContent ?? "")
    .replace(/[\u2068\u2069]/g, "")
    .replace(/\s+/g, " ")
    .trim();
const all = (card: Card, selector: string): string[] =>
  [...card.renderRoot.querySelectorAll(selector)].map(plain);
const find = (card: Card, selector: string): HTMLElement => {
  const found = card.renderRoot.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
};

describe("the card of numbers", () => {
  test("says each number, and whether it went better", async () => {
    const card = await show(RECOVERY_CARD);
    expect(all(card, ".tiles li")).toEqual([
      "Waiting now 2 1 more to call back",
      "Recovered today 3 ▲ +2, better",
      "Missed calls 42 ▲ +12, worse",
      "Recovery rate 62% ▲ +12 points, better",
      "Revenue recovered $1,840 ▼ −$60, worse",
      "Booked 9 = as before",
      "Time to call back 9 min ▼ −6 min, better",
      "Texted within 30 s 98%",
      "Lost 4 ▼ −2, better",
      "Recovery score Not enough calls yet",
    ]);
  });

  test("shows the tiles and the period that its owner chose", async () => {
    const card = await show(RECOVERY_CARD, {}, { tiles: ["missed"], period: "7", line: "device" });
    expect(all(card, ".tiles .name")).toEqual(["Missed calls"]);
    expect(connection.asked.at(-1)).toMatchObject({ since: "2026-11-15", line_id: "line" });
    find(card, ".choice button:last-child").click();
    await settle(card);
    expect(connection.asked.at(-1)).toMatchObject({ since: "2025-11-22" });
    expect(plain(find(card, ".tiles + .soft"))).toBe(
      "Compared with the 12 months before; today with yesterday.",
    );
  });

  test("is that of the shop whose line was chosen, and says which line it is", async () => {
    const vet = shop({
      entry_id: "vet",
      lines: [{ ...shop().lines[0], device_id: "bell" } as Line],
    });
    const shops = (): unknown => served(shop(), vet);
    const card = await show(RECOVERY_CARD, { shops }, { line: "bell" });
    expect(connection.asked.at(-1)).toMatchObject({ entry_id: "vet", line_id: "line" });
    expect(plain(find(card, "h2"))).toBe("Won back · Front desk");
  });

  test("says in words what a month's bars show, and walks them by the arrow keys", async () => {
    const card = await show(RECOVERY_CARD);
    const trend = find(card, "mctb-trend").shadowRoot;
    const months = [...(trend?.querySelectorAll<HTMLElement>(".month") ?? [])];
    const words = months.map((each) => each.ariaLabel?.replace(/[\u2068\u2069]/g, ""));
    expect(words).toEqual([
      "October 2026: 30 missed, 15 recovered",
      "November 2026: 42 missed, 26 recovered",
    ]);
    expect(months.map((each) => each.tabIndex)).toEqual([-1, 0]);
    months[1]?.focus();
    months[1]?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
    expect(trend?.activeElement).toBe(months[0]);
  });

  test("keeps lines, texts and the months' table for those who look for them", async () => {
    const card = await show(RECOVERY_CARD);
    const details = find(card, "details");
    expect(details.hasAttribute("open")).toBe(false);
    expect(all(card, "details tr")).toContain("Workshop – – –");
    expect(plain(details.querySelector("li"))).toBe(
      "Short 12 of 20 callers replied; the true share likely lies between 39% and 78%",
    );
    expect(all(card, "details p")[0]).toMatch(/^3 missed calls are left out/);
  });

  test("tells in plain words what went wrong, and asks again when told to", async () => {
    const card = await show(RECOVERY_CARD, {
      numbers: () => {
        throw Object.assign(new Error("The ledger cannot be read."), { code: "unknown" });
      },
    });
    expect(plain(find(card, "[role=alert]"))).toContain("The ledger cannot be read.");
    connection.answers["numbers"] = () => numbers();
    find(card, "[role=alert] button").click();
    await settle(card);
    expect(all(card, "[role=alert]")).toEqual([]);
    expect(all(card, ".tiles li")).toHaveLength(10);
  });

  test("says of a connection that was lost what there is to say", async () => {
    const card = await show(RECOVERY_CARD, {
      numbers: () => {
        // As home-assistant-js-websocket tells of what was on its way.
        const lost: unknown = { success: false, error: { code: 3, message: "Connection lost" } };
        throw lost;
      },
    });
    expect(plain(find(card, "[role=alert]"))).toContain("connection to Home Assistant was lost");
  });

  test("is not there for a user without rights, unless cards are being arranged", async () => {
    const card = await show(RECOVERY_CARD, {
      shops: () => ({ version: __VERSION__, shops: [], not_open: [] }),
    });
    expect(card.hidden).toBe(true);
    expect(connection.asked.map((each) => each.type)).toEqual(["missed_call_textback/shops"]);
    Object.assign(card, { preview: true });
    await settle(card);
    expect(card.hidden).toBe(false);
  });

  test("stays on the page until it is known whether there is a shop", async () => {
    // Home Assistant takes a hidden card off the page: it would hear no more.
    let answer: (told: unknown) => void = () => undefined;
    const card = await show(RECOVERY_CARD, { shops: () => new Promise((done) => (answer = done)) });
    expect(card.hidden).toBe(false);
    answer({ version: __VERSION__, shops: [shop()], not_open: [] });
    await settle(card);
    expect(all(card, ".tiles li")).toHaveLength(10);
  });

  test("offers its options in words", () => {
    const { schema, computeLabel, computeHelper } = RecoveryCard.getConfigForm();
    expect(schema.map((field) => computeHelper?.(field))).toEqual([
      undefined,
      "Empty: all lines.",
      undefined,
      "None chosen: all of them",
    ]);
    expect(schema.map((field) => computeLabel?.(field))).toEqual([
      "Shop",
      "Line",
      "Period at first",
      "Tiles",
    ]);
  });

  test("takes a text's name for words and nothing else", async () => {
    const name = "<img src=x onerror=alert(1)>";
    const text = { name, sent: 2, replied: 1, low: null, high: null };
    const card = await show(RECOVERY_CARD, { numbers: () => numbers({ templates: [text] }) });
    expect(all(card, "details li .name")).toEqual([name]);
    expect(card.renderRoot.querySelector("img")).toBeNull();
  });
});

describe("the card of when", () => {
  test("says each hour in words, from the first day of the user's week", async () => {
    const card = await show(HEAT_MAP_CARD, {}, {}, "de");
    expect(all(card, "thead th")).toEqual(["Stunde", "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]);
    const busiest = card.renderRoot.querySelector('td[style*="--strength:1"]');
    expect(busiest?.ariaLabel?.replace(/[\u2068\u2069]/g, "")).toMatch(
      /^Montag, 12.*13 Uhr: 9 verpasste Anrufe$/,
    );
    expect(plain(busiest)).toBe("9");
  });

  test("has one cell in the tab order, and the arrow keys walk the others", async () => {
    const card = await show(HEAT_MAP_CARD);
    const first = find(card, 'td[tabindex="0"]');
    expect(card.renderRoot.querySelectorAll('td[tabindex="0"]')).toHaveLength(1);
    first.focus();
    first.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
    await settle(card);
    const now = find(card, 'td[tabindex="0"]');
    expect(now.parentElement).toBe(first.parentElement?.nextElementSibling);
  });

  test("keeps a cell in the tab order though it shows fewer hours than before", async () => {
    const heat = [{ weekday: 0, hour: 23, missed: 9 }];
    const card = await show(HEAT_MAP_CARD, { numbers: () => numbers({ heat }) });
    [...card.renderRoot.querySelectorAll("td")].at(-1)?.focus();
    await settle(card);
    connection.answers["numbers"] = () => numbers({ heat: [] });
    connection.tell({ changed: [], gone: [] });
    await vi.advanceTimersByTimeAsync(10_000);
    await settle(card);
    expect(all(card, "tbody tr")).toHaveLength(10);
    expect(card.renderRoot.querySelectorAll('td[tabindex="0"]')).toHaveLength(1);
  });
});

describe("the card of a simulated call", () => {
  const held = {
    decision: "hold",
    reason: "sensible_hours",
    reason_text: "It is late.",
    held_until: "2026-11-22T13:00:00+00:00",
    text: "<b>Sorry</b> we missed you",
    segments: 1,
    cost: 0.0079,
    currency: "USD",
  };
  const ask = async (card: Card, number: string): Promise<void> => {
    Object.assign(find(card, "input[name=number]"), { value: number });
    const submit = new Event("submit", { cancelable: true });
    find(card, "form").dispatchEvent(submit);
    await settle(card);
  };

  test("says what would happen, why, when, and in which words", async () => {
    const card = await show(SIMULATE_CARD, { simulate: () => held });
    expect(plain(card.renderRoot.querySelector("ha-card"))).toContain("Nothing is sent");
    await ask(card, " 202 555 0147 ");
    expect(connection.asked.at(-1)).toEqual({
      type: "missed_call_textback/simulate",
      entry_id: "shop",
      line_id: "line",
      number: "202 555 0147",
    });
    const told = plain(find(card, "div[role=status]"));
    expect(told).toMatch(/^Texted later: Tomorrow, 8:00\sAM It is night where the caller is/);
    expect(told).toContain("<b>Sorry</b> we missed you 1 text, $0.0079");
  });

  test("asks for a number before it asks anybody else", async () => {
    const card = await show(SIMULATE_CARD, { simulate: () => held });
    await ask(card, " ");
    expect(plain(find(card, "#refusal"))).toBe("Type the number of a caller.");
    expect(connection.asked.some((each) => each.type.endsWith("simulate"))).toBe(false);
  });

  test("says why a number is refused", async () => {
    const card = await show(SIMULATE_CARD, {
      simulate: () => {
        throw Object.assign(new Error("This is no number."), { code: "service_validation_error" });
      },
    });
    await ask(card, "12");
    expect(plain(find(card, "#refusal"))).toContain("This is no number.");
  });
});

describe.each([RECOVERY_CARD, SIMULATE_CARD, INBOX_CARD])("%s of a shop that is closed", (type) => {
  const closed = { entry_id: "vet", title: "Vet <b>" };
  const open = shop({ entry_id: "vet", title: closed.title });
  const page = { threads: [], next: null };
  const told = (...shops: unknown[]): unknown => ({
    version: __VERSION__,
    shops,
    not_open: shops.includes(open) ? [] : [closed],
  });

  test.each([{ shop: "vet" }, { shop: "vet", line: "bell" }])(
    "says so while another one runs, and shows it once it opens: %o",
    async (config) => {
      const card = await show(
        type,
        { shops: () => told(shop()), "threads/list": () => page },
        config,
      );
      expect(card.hidden).toBe(false);
      expect(plain(find(card, "ha-card p[role=status]"))).toContain("Vet <b> is not open");
      expect(connection.asked.filter((each) => "entry_id" in each)).toEqual([]);
      const hour = 60 * 60 * 1000;
      await vi.advanceTimersByTimeAsync(hour);
      connection.answers["shops"] = () => told(shop(), open);
      await vi.advanceTimersByTimeAsync(30_000);
      await settle(card);
      expect(plain(card.renderRoot.querySelector("ha-card"))).not.toContain("is not open");
      const looked = (): number =>
        connection.asked.filter((each) => each.type.endsWith("/shops")).length;
      const times = looked();
      await vi.advanceTimersByTimeAsync(hour);
      expect(looked()).toBe(times);
    },
  );

  test("stays hidden for whoever may not see it, and nobody looks for it for ever", async () => {
    const shops = (): unknown => served(shop());
    const card = await show(type, { shops }, { shop: "vet" });
    expect(card.hidden).toBe(true);
    await vi.advanceTimersByTimeAsync(60 * 60 * 1000);
    expect(connection.asked).toHaveLength(1);
  });
});

test("conversations are those of the shop whose line was chosen", async () => {
  const bell = { ...shop().lines[0], device_id: "bell" } as Line;
  const vet = shop({ entry_id: "vet", lines: [bell] });
  const shops = (): unknown => served(shop(), vet);
  const page = { threads: [], next: null };
  await show(INBOX_CARD, { shops, "threads/list": () => page }, { line: "bell" });
  const list = connection.asked.find((each) => each.type.endsWith("threads/list"));
  expect(list).toMatchObject({ entry_id: "vet", line_id: bell.id });
});

test("a call is simulated only where there is a line that it could come to", async () => {
  const shops = (): unknown => served(shop({ lines: [] }));
  const card = await show(SIMULATE_CARD, { shops });
  expect(card.renderRoot.querySelector("form")).toBeNull();
  expect(plain(find(card, "[role=status]"))).toContain("The shop has no line yet");
});

test("the numbers of another shop are not shown for a line whose shop is closed", async () => {
  const shops = (): unknown => ({
    version: __VERSION__,
    shops: [shop()],
    not_open: [{ entry_id: "vet", title: "Vet" }],
  });
  const card = await show(RECOVERY_CARD, { shops });
  card.setConfig({ type: `custom:${RECOVERY_CARD}`, line: "bell" });
  const home = hass(connection);
  home.devices["bell"] = { config_entries: ["vet"] };
  card.hass = home;
  await settle(card);
  expect(plain(card.renderRoot.querySelector("ha-card"))).toContain("Vet is not open");
});

test("each card is offered, with words and for our entities alone", () => {
  const home = hass(new FakeConnection({}));
  home.entities["sensor.x"] = {
    entity_id: "sensor.x",
    platform: "missed_call_textback",
    device_id: "device",
  };
  home.devices["device"] = { config_entries: ["shop"] };
  home.entities["light.x"] = { entity_id: "light.x", platform: "hue" };
  const offered = window.customCards ?? [];
  for (const type of [RECOVERY_CARD, HEAT_MAP_CARD, SIMULATE_CARD]) {
    const card = offered.find((each) => each.type === type);
    expect(card?.name).toMatch(/^Missed calls: /);
    expect(card?.getEntitySuggestion?.(home, "sensor.x")).toEqual({
      config: { type: `custom:${type}`, shop: "shop" },
    });
    expect(card?.getEntitySuggestion?.(home, "light.x")).toBeNull();
  }
});
