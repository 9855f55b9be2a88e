// When calls are missed: what is shown, how strong it is, and what may be concluded.
// @vitest-environment jsdom
import { describe, expect, test } from "vitest";

import { conclusion } from "../src/cards/heat-map-card";
import { HeatScale, step } from "../src/heat-map/scale";
import { heatWords } from "../src/heat-map/words";
import { Calendar } from "../src/i18n/calendar";
import { FakeConnection, hass } from "./examples";

const home = hass(new FakeConnection({}));
const told = (scale: HeatScale): string =>
  conclusion(
    scale,
    new Calendar({ ...home.locale, time_format: "24" }),
    heatWords.of(home),
  ).replace(/[\u2068\u2069]/g, "");
const cell = (weekday: number, hour: number, missed: number) => ({ weekday, hour, missed });

describe("the map", () => {
  test("is as strong as an hour's part of the busiest one", () => {
    const scale = new HeatScale([cell(0, 12, 8), cell(1, 9, 2)]);
    expect(scale.strength({ weekday: 0, hour: 12 })).toBe(1);
    expect(scale.strength({ weekday: 1, hour: 9 })).toBe(0.25);
    expect(scale.strength({ weekday: 6, hour: 3 })).toBe(0);
    expect(new HeatScale([]).strength({ weekday: 0, hour: 0 })).toBe(0);
  });

  test("shows usual hours, and every hour with a missed call", () => {
    expect(new HeatScale([]).hours).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
    const { hours } = new HeatScale([cell(5, 6, 1), cell(2, 20, 1), cell(3, 0, 0)]);
    expect([hours[0], hours.at(-1), hours.length]).toEqual([6, 20, 15]);
  });
});

describe("its conclusion", () => {
  test("names the hour in which most calls are missed", () => {
    expect(told(new HeatScale([cell(0, 12, 9), cell(4, 8, 3)]))).toMatch(
      /^Most calls are missed on Monday, 12.+13.*\.$/,
    );
  });

  test("names two hours that are alike, and no more", () => {
    const two = told(new HeatScale([cell(0, 12, 6), cell(4, 8, 6)]));
    expect(two).toContain("Monday");
    expect(two).toContain("Friday");
    const three = new HeatScale([cell(0, 12, 4), cell(4, 8, 4), cell(2, 8, 4)]);
    expect(told(three)).toBe("No hour stands out.");
  });

  test("is none while there are too few calls", () => {
    expect(told(new HeatScale([cell(0, 12, 9)]))).toBe(
      "Too few missed calls yet to see a pattern.",
    );
  });
});

describe("the arrow keys", () => {
  const size = { rows: 3, columns: 7 };
  const from = { row: 1, column: 0 };

  test("walk the cells, and stop at the edges", () => {
    expect(step("ArrowRight", from, size, false)).toEqual({ row: 1, column: 1 });
    expect(step("ArrowLeft", from, size, false)).toEqual({ row: 1, column: 0 });
    expect(step("ArrowDown", { row: 2, column: 0 }, size, false)).toEqual({ row: 2, column: 0 });
    expect(step("End", from, size, false)).toEqual({ row: 1, column: 6 });
    expect(step("Enter", from, size, false)).toBeUndefined();
  });

  test("go the way they point where people read from right to left", () => {
    expect(step("ArrowLeft", from, size, true)).toEqual({ row: 1, column: 1 });
  });
});
