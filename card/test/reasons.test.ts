// Why a call was texted or not is said in the reader's language, and as the integration itself says it.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { inPlainWords } from "../src/reasons/plain-words";
import { sayReason } from "../src/reasons/words";
import { de } from "../src/reasons/words/de";
import { en } from "../src/reasons/words/en";
import { FakeConnection, hass } from "./examples";

const SERVER = "../custom_components/missed_call_textback/translations/en.json";

test("in English it says what the integration says, of every reason", () => {
  const told = JSON.parse(readFileSync(SERVER, "utf-8")) as {
    entity: { event: { call: { state_attributes: { reason: { state: object } } } } };
  };
  expect(en).toEqual(told.entity.event.call.state_attributes.reason.state);
});

test("a code is said in the language of whoever reads", () => {
  const connection = new FakeConnection({});
  expect(sayReason(hass(connection, "de"), "opted_out", "Sent")).toBe(de.opted_out);
  expect(sayReason(hass(connection, "ja"), "opted_out", "Sent")).toBe(en.opted_out);
});

test.each(["of_tomorrow", "toString", "__proto__"])(
  "a code that nobody knows here is said in the words that were sent: %s",
  (code) => {
    const german = hass(new FakeConnection({}), "de");
    expect(sayReason(german, code, "Sent")).toBe("Sent");
    expect(sayReason(german, null, null)).toBeNull();
  },
);

test("a refusal says its reason in the language of whoever reads", async () => {
  const german = hass(new FakeConnection({}), "de");
  const refused = (key: string): object => ({
    code: "service_validation_error",
    message: "In English",
    translation_domain: "missed_call_textback",
    translation_key: key,
  });
  expect(await inPlainWords(german, refused("refused_opted_out"))).toContain(de.opted_out);
  expect(await inPlainWords(german, refused("refused_of_tomorrow"))).toBe("In English");
});
