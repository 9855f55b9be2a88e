// Words, plurals and numbers come out in the user's language, whatever is put into them.
import { describe, expect, test } from "vitest";

import { Format } from "../src/i18n/format";
import { LANGUAGES, languageOf, type Plural } from "../src/i18n/translate";
import { inboxWordsFor } from "../src/inbox/words";
import { de } from "../src/inbox/words/de";
import { en } from "../src/inbox/words/en";
import { es } from "../src/inbox/words/es";
import { fr } from "../src/inbox/words/fr";
import { it } from "../src/inbox/words/it";
import { hass, FakeConnection } from "./examples";

const tables: Record<string, Record<string, string | Plural>> = { en, de, es, fr, it };
const names = (words: string | Plural | undefined): string[] =>
  (typeof words === "string" ? words : (words?.other ?? "")).match(/\{\w+\}/g)?.sort() ?? [];

test.each(LANGUAGES)("every sentence in %s has the blanks of the English one", (language) => {
  for (const [key, words] of Object.entries(tables["en"] ?? {})) {
    expect([key, names(tables[language]?.[key])]).toEqual([key, names(words)]);
  }
});

test("a language that is not spoken here is answered in English", () => {
  expect(["de-CH", "pt", "es-419", "zh-Hans", "IT"].map(languageOf)).toEqual([
    "de",
    "en",
    "es",
    "en",
    "it",
  ]);
});

test("what is put into a sentence cannot reorder it", () => {
  const say = inboxWordsFor("en");
  expect(say("call", { who: "שלום" })).toBe("Call \u2068שלום\u2069");
  expect(say("call", { who: "$& {n}" })).toBe("Call \u2068$& {n}\u2069");
});

test("a plural is chosen by its number", () => {
  const say = inboxWordsFor("en");
  expect(say("unread", { n: 1 })).toContain("new text");
  expect(say("unread", { n: 2 })).toContain("new texts");
});

describe("a user's format", () => {
  const locale = hass(new FakeConnection({})).locale;
  const format = new Format({ ...locale, language: "en-US" }, "America/New_York");
  const now = new Date("2026-11-21T03:00:00Z");

  test("days are those of the user's time zone", () => {
    // Ten at night on the twentieth there.
    expect(format.day("2026-11-20T12:00:00Z", now)).toBe("Today");
    expect(format.day("2026-11-20T04:00:00Z", now)).toBe("Yesterday");
    expect(format.day("2026-11-02T12:00:00Z", now)).toBe("Mon, Nov 2");
    expect(format.day("2025-11-02T12:00:00Z", now)).toBe("Sun, Nov 2, 2025");
    expect(format.shortMoment("2026-11-20T14:05:00Z", now)).toBe("9:05 AM");
  });

  test("numbers are written as the user chose", () => {
    const comma = new Format({ ...locale, number_format: "decimal_comma" }, "UTC");
    expect(comma.number(1234.5)).toBe("1.234,5");
    expect(new Format({ ...locale, number_format: "none" }, "UTC").number(1234.5)).toBe("1234.5");
    expect(format.money(40, "EUR")).toBe("€40");
    expect(format.money(40.5, "EUR")).toBe("€40.50");
    expect(format.percent(68.2)).toBe("68%");
  });

  test("a clock of 24 hours is kept to", () => {
    const clock = new Format({ ...locale, language: "en-US", time_format: "24" }, "UTC");
    expect(clock.time("2026-11-20T16:05:00Z")).toBe("16:05");
  });

  test("how long something takes is told in its largest unit", () => {
    expect(format.duration(42)).toBe("42 sec");
    expect(format.duration(200)).toBe("3 min");
    expect(format.relative("2026-11-21T02:55:00Z", now)).toBe("5 min. ago");
    expect(format.relative("2026-11-21T02:59:58Z", now)).toBe("now");
  });

  test("a language that Intl does not know is no reason to fail", () => {
    expect(new Format({ ...locale, language: "x_y_z" }, "UTC").number(1)).toBe("1");
  });
});
