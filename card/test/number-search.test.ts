// By a number everybody is found, however far back they are; by words, whoever was read so far.
// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import "../src/main";
import { Inbox } from "../src/inbox/inbox";
import { isNumber } from "../src/inbox/number-search";
import { FakeConnection, hass, shop, thread } from "./examples";

const RECENT = thread({ thread_id: 1, name: "Ada", last_words: "At 202 o'clock" });
// As many as a page has to have, lest another is read.
const OTHERS = Array.from({ length: 30 }, (_, at) =>
  thread({ thread_id: 100 + at, number: `+133355500${at + 10}` }),
);
const LONG_AGO = thread({ thread_id: 9, number: "+4915123456789", line_id: "line" });

let connection: FakeConnection;
let inbox: Inbox;

beforeAll(async () => {
  await customElements.whenDefined("mctb-inbox");
});

beforeEach(async () => {
  vi.useFakeTimers();
  connection = new FakeConnection({
    shops: () => ({ version: __VERSION__, shops: [shop()], not_open: [] }),
    "threads/list": ({ search, state }) => {
      if (search !== undefined) return { threads: [LONG_AGO], next: null };
      return {
        threads: state === undefined ? [RECENT, ...OTHERS] : [],
        next: state ? null : "more",
      };
    },
  });
  inbox = new Inbox();
  inbox.hass = hass(connection);
  inbox.entryId = "shop";
  document.body.append(inbox);
  await pass(0);
});

afterEach(() => {
  inbox.remove();
  vi.useRealTimers();
});

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await vi.advanceTimersByTimeAsync(0);
}

async function look(words: string, ms = 300): Promise<void> {
  const filter = inbox.renderRoot.querySelector("mctb-thread-filter");
  filter?.dispatchEvent(new CustomEvent("looked", { detail: words }));
  await pass(ms);
}

const shown = (): (string | undefined)[] =>
  [
    ...(inbox.renderRoot
      .querySelector("mctb-thread-list")
      ?.shadowRoot?.querySelectorAll<HTMLElement>(".row") ?? []),
  ].map((row) => row.dataset["id"]);
const hint = (): string => inbox.renderRoot.querySelector(".further")?.textContent ?? "";
const searched = (): unknown[] =>
  connection.asked.filter(({ search }) => search !== undefined).map(({ search }) => search);

test("a number is looked for among all, in any form, once somebody pauses", async () => {
  await look("0151", 100);
  await look("0151 234");
  expect(searched()).toEqual(["0151 234"]);
  expect(shown()).toEqual(["9"]);
  expect(hint()).toContain("all conversations");
  await look("");
  expect(shown()).toHaveLength(31);
});

test("words are looked for among what was read, and it says so", async () => {
  await look("ada");
  expect(searched()).toEqual([]);
  expect(shown()).toEqual(["1"]);
  expect(hint()).toContain("latest");
});

test("what was found is kept true, and gone when it is", async () => {
  await look("0151 234");
  connection.tell({ changed: [{ ...LONG_AGO, name: "Bob" }], gone: [] });
  await pass(0);
  expect(inbox.renderRoot.querySelector("mctb-thread-list")?.shadowRoot?.textContent).toContain(
    "Bob",
  );
  connection.tell({ changed: [], gone: [9] });
  await pass(0);
  expect(shown()).toEqual([]);
});

test("what was found is gone once it is in another state than is looked at", async () => {
  const filter = inbox.renderRoot.querySelector("mctb-thread-filter");
  filter?.dispatchEvent(new CustomEvent("filtered", { detail: { state: LONG_AGO.state } }));
  await look("0151 234");
  expect(shown()).toEqual(["9"]);
  connection.tell({ changed: [{ ...LONG_AGO, state: "lost" }], gone: [] });
  await pass(0);
  expect(shown()).toEqual([]);
});

test("where the server cannot be asked, what was read is searched all the same", async () => {
  connection.answers["threads/list"] = () => {
    throw new Error("away");
  };
  await look("202");
  expect(shown()).toEqual(["1"]);
  expect(hint()).toContain("latest");
});

test.each([
  ["202", true],
  ["(202) 555-01", true],
  ["+49 151", true],
  ["20", false],
  ["Ada 202", false],
  ["", false],
])("%s is a number: %s", (words, is) => {
  expect(isNumber(words)).toBe(is);
});
