// Which text gets replies, and how the year went: no more is said than the numbers show.
// @vitest-environment jsdom
import { expect, test } from "vitest";

import { compared, verdictOf } from "../src/recovery/comparison";
import { barsOf } from "../src/recovery/trend";
import { month } from "./numbers-examples";

const text = (name: string, sent: number, replied: number, low: number, high: number) => ({
  name,
  sent,
  replied,
  low,
  high,
});

test("the text with the most replies for each one sent comes first, and unsent ones are left out", () => {
  const texts = compared([
    text("A", 100, 30, 22, 40),
    text("B", 10, 5, 24, 76),
    { name: "C", sent: 0, replied: 0, low: null, high: null },
  ]);
  expect(texts.map((each) => each.name)).toEqual(["B", "A"]);
});

test("a text is better than others only where chance is ruled out", () => {
  expect(verdictOf(compared([text("A", 100, 30, 22, 40), text("B", 10, 5, 24, 76)]))).toEqual({
    kind: "undecided",
  });
  expect(verdictOf(compared([text("A", 500, 300, 56, 64), text("B", 500, 150, 26, 34)]))).toEqual({
    kind: "decided",
    name: "A",
  });
});

test("one text is compared with nothing", () => {
  expect(verdictOf(compared([text("A", 100, 30, 22, 40)])).kind).toBe("alone");
  expect(verdictOf([]).kind).toBe("none");
});

test("bars are parts of the highest, and one call is seen beside a thousand", () => {
  expect(barsOf([month("2026-10", 1000, 1), month("2026-11", 500, 0)])).toEqual([
    { missed: 100, recovered: 2 },
    { missed: 50, recovered: 0 },
  ]);
  expect(barsOf([month("2026-11", 0, 0)])).toEqual([{ missed: 0, recovered: 0 }]);
});
