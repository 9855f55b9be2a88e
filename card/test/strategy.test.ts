// The dashboard that makes itself: what is on it for each shop, and when it is made anew.
// @vitest-environment jsdom
import { describe, expect, test } from "vitest";

import type { Hass } from "../src/api/hass";
import { viewsOf, type Card, type View } from "../src/strategy/dashboard";
import { DashboardStrategy, offerStrategy } from "../src/strategy/strategy";
import { strategyWords } from "../src/strategy/words";
import { FakeConnection, hass, shop } from "./examples";

const ours = (entity_id: string, translation_key: string, device_id: string) => ({
  [entity_id]: { entity_id, translation_key, device_id, platform: "missed_call_textback" },
});

function home(told: Partial<Hass> = {}): Hass {
  return {
    ...hass(new FakeConnection({ shops: () => ({ version: "1", shops: [shop()], not_open: [] }) })),
    entities: {
      ...ours("switch.front_desk_automatic_text_back", "automatic", "device"),
      ...ours("binary_sensor.front_desk_open", "open", "device"),
      ...ours("datetime.corner_barbers_closed_until", "closed_until", "the-shop"),
      ...ours("button.corner_barbers_open_again", "open_again", "the-shop"),
      ...ours("datetime.other_closed_until", "closed_until", "another-shop"),
      "light.open": { entity_id: "light.open", device_id: "device", platform: "hue" },
    },
    devices: {
      "the-shop": { config_entries: ["shop"] },
      "another-shop": { config_entries: ["other"] },
    },
    ...told,
  };
}

const line = { automatic_entity: "switch.front_desk_automatic_text_back" };
const whole = shop({ lines: shop().lines.map((each) => ({ ...each, ...line })) });
const cards = (view: View | undefined): Card[] =>
  view?.sections.flatMap((each) => each.cards) ?? [];
const written = (view: View | undefined): string => String(cards(view)[0]?.["content"]);
const text = (view: View | undefined): string => written(view).replace(/[\u2068\u2069]/g, "");

describe("the dashboard", () => {
  const say = strategyWords.of(home());

  test("of one shop is this", () => {
    expect(viewsOf({ shops: [whole], not_open: [] }, home(), say)).toMatchSnapshot();
  });

  test("has a view for each shop", () => {
    const other = shop({ entry_id: "other", title: "Vet" });
    const views = viewsOf({ shops: [whole, other], not_open: [] }, home(), say);
    expect(views.map(({ title, path }) => [title, path])).toEqual([
      ["Corner Barbers", "shop"],
      ["Vet", "other"],
    ]);
    expect(cards(views[1])).toContainEqual(
      expect.objectContaining({ entity: "datetime.other_closed_until" }),
    );
  });

  test("shows no entity that its user has hidden", () => {
    const hidden = { ...home().entities };
    for (const entity of Object.values(hidden)) if (entity) entity.hidden = true;
    const views = viewsOf({ shops: [shop()], not_open: [] }, home({ entities: hidden }), say);
    expect(cards(views[0]).filter((card) => card.type === "tile")).toEqual([]);
  });

  test("leads to the set-up where there is no shop", () => {
    expect(written(viewsOf({ shops: [], not_open: [] }, home(), say)[0])).toContain(
      "](/_my_redirect/config_flow_start?domain=missed_call_textback)",
    );
  });

  test("offers no set-up to whoever may not set anything up", () => {
    const guest = home({ user: { id: "guest", name: "Guest", is_admin: false } });
    const told = text(viewsOf({ shops: [], not_open: [] }, guest, say)[0]);
    expect(told).toContain("Ask an administrator");
    expect(told).not.toContain("](");
  });

  test("tells which shop is not running", () => {
    const closed = { shops: [whole], not_open: [{ entry_id: "vet", title: "Vet" }] };
    const [, told] = viewsOf(closed, home(), say);
    expect(text(told)).toMatch(/^\*\*Vet\*\* is not running/);
    expect(written(told)).toContain("](/config/integrations/integration/missed_call_textback)");
  });
});

describe("the strategy", () => {
  test("makes the dashboard of the shops that the server tells", async () => {
    const { views } = await DashboardStrategy.generate({ type: "custom:x" }, home());
    expect(views.map((view) => view.title)).toEqual(["Corner Barbers"]);
  });

  test("tells that nobody answers, instead of failing", async () => {
    const silent = { ...home(), connection: new FakeConnection({}) };
    const { views } = await DashboardStrategy.generate({ type: "custom:x" }, silent);
    expect(text(views[0])).toContain("does not answer");
  });

  test("makes it anew when entities come, or a shop begins to run", () => {
    const again = (before: Hass, after: Hass): boolean =>
      DashboardStrategy.shouldRegenerate({ type: "x" }, before, after);
    const before = home();
    const id = "switch.front_desk_automatic_text_back";
    const states = (state: string): Hass["states"] => ({
      [id]: { entity_id: id, state, attributes: {} },
    });
    const off = { ...before, states: states("off") };
    const gone = { ...before, states: states("unavailable") };
    expect(again(before, { ...before, entities: {} })).toBe(true);
    expect(again(gone, off)).toBe(true);
    expect(again(off, { ...before, states: states("on") })).toBe(false);
    expect(again(off, off)).toBe(false);
  });

  test("is offered once, however often the page loads the file", () => {
    offerStrategy("https://shop.example");
    offerStrategy("https://shop.example");
    expect(window.customStrategies).toEqual([
      {
        type: "missed-call-textback",
        strategyType: "dashboard",
        name: "Missed calls",
        description: expect.stringContaining("Who waits") as string,
        documentationURL: "https://shop.example",
      },
    ]);
    expect(DashboardStrategy.getCreateSuggestions().title).toBe("Missed calls");
  });
});
