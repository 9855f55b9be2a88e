// What a tile shows of a number, and how it stands against the period before.
import { describe, expect, test } from "vitest";

import { Format } from "../src/i18n/format";
import { chosenTiles, tileOf, TILES, type TileName } from "../src/recovery/tiles";
import { FakeConnection, hass } from "./examples";
import { figures, numbers } from "./numbers-examples";

const locale = { ...hass(new FakeConnection({})).locale, language: "en-US" };
const format = new Format(locale, "UTC");
const tile = (name: TileName): ReturnType<typeof tileOf> => tileOf(name, numbers(), format);

describe("a tile", () => {
  test("writes its number as what it is", () => {
    const values = Object.fromEntries(TILES.map((name) => [name, tile(name).value]));
    expect(values).toEqual({
      waiting: "2",
      recovered_today: "3",
      missed: "42",
      recovery_rate: "62%",
      revenue: "$1,840",
      booked: "9",
      callback: "9 min",
      coverage: "98%",
      lost: "4",
      score: null,
    });
  });

  test("tells more missed calls as worse, and a quicker call back as better", () => {
    expect(tile("missed").change).toMatchObject({ way: "up", verdict: "worse", words: "+12" });
    expect(tile("lost").change).toMatchObject({ way: "down", verdict: "better", words: "−2" });
    expect(tile("callback").change).toMatchObject({
      way: "down",
      verdict: "better",
      words: "−6 min",
    });
    expect(tile("revenue").change).toMatchObject({ way: "down", verdict: "worse", words: "−$60" });
  });

  test("tells the change of a rate in points, not in percent of percent", () => {
    expect(tile("recovery_rate").change).toMatchObject({
      verdict: "better",
      words: "+12",
      points: 12,
    });
  });

  test("tells a change that fits the rates beside it", () => {
    const rounded = numbers({ figures: figures({ recovery_rate: [66.6, 60.4] }) });
    expect(tileOf("recovery_rate", rounded, format)).toMatchObject({
      value: "67%",
      change: { words: "+7" },
    });
  });

  test("tells of no change that cannot be seen", () => {
    expect(tile("booked").change).toMatchObject({ way: "same", verdict: "same", words: "" });
    const close = numbers({ figures: figures({ recovery_rate: [50.2, 50.4] }) });
    expect(tileOf("recovery_rate", close, format).change?.verdict).toBe("same");
  });

  test("compares nothing where there were not enough calls, now or before", () => {
    expect(tile("coverage").change).toBeNull();
    expect(tile("score")).toMatchObject({ value: null, change: null });
    expect(tileOf("missed", numbers({ figures: {} }), format).value).toBeNull();
  });
});

describe("the tiles that are shown", () => {
  test("are those that were chosen, in their own order", () => {
    expect(chosenTiles(["lost", "waiting"])).toEqual(["waiting", "lost"]);
  });

  test("are all where none, or nothing that is one, was chosen", () => {
    expect([chosenTiles(undefined), chosenTiles([]), chosenTiles(["nonsense"])]).toEqual([
      TILES,
      TILES,
      TILES,
    ]);
  });
});
