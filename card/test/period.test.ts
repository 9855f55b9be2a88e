// Days and hours are those of the shop, wherever its owner looks from.
// @vitest-environment jsdom
import { describe, expect, test } from "vitest";

import { Calendar } from "../src/i18n/calendar";
import { daysOf, lengthOf, periodOf, untilMidnight } from "../src/recovery/period";
import { FakeConnection, hass } from "./examples";

const locale = hass(new FakeConnection({})).locale;
const HOUR = 3_600_000;

describe("a period", () => {
  test("ends on the shop's today, and has as many days as it says", () => {
    // Still the twentieth in New York.
    const now = new Date("2026-11-21T03:00:00Z");
    expect(daysOf(7, "America/New_York", now)).toEqual({
      since: "2026-11-14",
      until: "2026-11-20",
    });
    expect(daysOf(365, "UTC", now)).toEqual({ since: "2025-11-22", until: "2026-11-21" });
  });

  test("that nobody offers is the usual one", () => {
    expect([periodOf("90"), periodOf(7), periodOf("14"), periodOf(undefined)]).toEqual([
      90, 7, 30, 30,
    ]);
  });

  test("is told in days, and a year in months", () => {
    const write = (value: number, unit: Intl.NumberFormatOptions): string =>
      new Intl.NumberFormat("de", unit).format(value);
    expect([lengthOf(7, write), lengthOf(365, write)]).toEqual(["7 Tage", "12 Monate"]);
  });
});

test("midnight is the shop's, and always ahead", () => {
  const late = new Date("2026-11-21T04:59:00Z");
  expect(untilMidnight("America/New_York", late)).toBe(60_000);
  expect(untilMidnight("UTC", late)).toBe(19 * HOUR + 60_000);
  expect(untilMidnight("UTC", new Date("2026-11-21T00:00:00Z"))).toBe(24 * HOUR);
});

describe("a week", () => {
  const week = (told: Partial<typeof locale>): number[] =>
    new Calendar({ ...locale, ...told }).week;

  test("begins with the day that the user chose", () => {
    expect(week({ first_weekday: "sunday" })[0]).toBe(6);
    expect(week({ first_weekday: "saturday" })).toEqual([5, 6, 0, 1, 2, 3, 4]);
  });

  test("begins as the language has it where nobody chose", () => {
    expect(week({ first_weekday: "language", language: "en-US" })[0]).toBe(6);
    expect(week({ first_weekday: "language", language: "de" })[0]).toBe(0);
  });

  test("has its days and hours written as the user writes them", () => {
    const german = new Calendar({ ...locale, language: "de", time_format: "24" });
    expect(german.weekday(0, "long")).toBe("Montag");
    expect(german.hourOfWeek(0, 12)).toBe("Montag, 12 Uhr – 13 Uhr");
    expect(german.hourOfWeek(6, 23)).toBe("Sonntag, 23 Uhr – 00 Uhr");
    const english = new Calendar({ ...locale, language: "en-US", time_format: "language" });
    expect(english.hour(15)).toMatch(/^3\sPM$/);
    expect(english.month("2026-11", "long")).toBe("November 2026");
  });
});
