// An answer is one text, however often it is tried, and its words are never lost.
// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";

import { ShopClient } from "../src/api/client";
import { Answers } from "../src/inbox/answers";
import { Drafts } from "../src/inbox/drafts";
import { newRef } from "../src/inbox/ref";
import { FakeConnection } from "./examples";

const MINUTE = 60 * 1000;
const LOST = Object.assign(new Error("lost"), { code: 3 });
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

let connection: FakeConnection;
let outcome: () => unknown;
let tellings: number;

beforeEach(() => {
  localStorage.clear();
  outcome = () => ({ text_id: "1", state: "queued" });
  connection = new FakeConnection({ "threads/reply": () => outcome() });
  tellings = 0;
});

/** As on a page that was just loaded. */
function page(): Answers {
  const client = new ShopClient(connection, "shop");
  return new Answers(client, new Drafts("ada", "shop"), () => {
    tellings += 1;
  });
}

function fail(error: unknown): void {
  outcome = () => {
    throw error;
  };
}

const refusal = (key: string, domain = "missed_call_textback"): Error =>
  Object.assign(new Error(key), {
    code: "service_validation_error",
    translation_domain: domain,
    translation_key: key,
  });
const refs = (): unknown[] => connection.asked.map((message) => message["ref"]);

async function write(answers: Answers, words: string): Promise<boolean> {
  answers.drafts.set(1, words);
  return answers.send(1, words.trim());
}

test("one that arrived is no draft any more", async () => {
  const answers = page();
  expect(await write(answers, "At five. ")).toBe(true);
  expect(answers.drafts.get(1)).toBe("");
  expect(answers.standing(1)).toBeUndefined();
  expect(tellings).toBe(2);
});

test("while one is on its way, what is written goes on and is kept, and nothing goes twice", async () => {
  let answer: (told: unknown) => void = () => undefined;
  outcome = () => new Promise((done) => (answer = done));
  const answers = page();
  const sent = write(answers, "At five.");
  await settled();
  expect(await answers.send(1, "At five.")).toBe(false);
  answers.drafts.set(1, "At five. Or six.");
  answer({});
  expect(await sent).toBe(true);
  expect(connection.asked).toHaveLength(1);
  expect(answers.drafts.get(1)).toBe("At five. Or six.");
});

test("after a lost connection the page that was loaded anew sends the same one again", async () => {
  fail(LOST);
  const first = page();
  expect(await write(first, "At five.")).toBe(false);
  expect([first.standing(1), first.failure(1)]).toEqual(["lost", undefined]);
  outcome = () => null;
  const second = page();
  expect(second.drafts.get(1)).toBe("At five.");
  second.resume();
  expect(second.standing(1)).toBe("sending");
  await settled();
  expect(refs()[1]).toBe(refs()[0]);
  expect(second.drafts.byThread.size).toBe(0);
  second.resume();
  await settled();
  expect(connection.asked).toHaveLength(2);
});

test("hours later it is not sent by itself, and is the same one if somebody sends it", async () => {
  fail(LOST);
  await write(page(), "At five.");
  vi.useFakeTimers({ now: Date.now() + 11 * MINUTE, toFake: ["Date"] });
  const later = page();
  later.resume();
  expect(later.standing(1)).toBe("unsure");
  outcome = () => null;
  expect(await later.send(1, "At five.")).toBe(true);
  vi.useRealTimers();
  expect(refs()[1]).toBe(refs()[0]);
});

test("other words are another answer, and are not sent by themselves", async () => {
  fail(LOST);
  const answers = page();
  await write(answers, "At five.");
  answers.drafts.set(1, "At six.");
  answers.resume();
  await settled();
  expect(connection.asked).toHaveLength(1);
  expect(answers.standing(1)).toBeUndefined();
  await answers.send(1, "At six.");
  expect(refs()[1]).not.toBe(refs()[0]);
});

test("the same words, wiped out and written again, are the same answer", async () => {
  fail(LOST);
  const answers = page();
  await write(answers, "On my way");
  answers.drafts.set(1, "");
  expect(answers.drafts.byThread.size).toBe(0);
  await write(answers, "On my way");
  expect(refs()[1]).toBe(refs()[0]);
});

test("one that was refused keeps its words, and the next try is another answer", async () => {
  fail(refusal("refused_opted_out"));
  const answers = page();
  await write(answers, "At five.");
  expect(answers.failure(1)).toBeInstanceOf(Error);
  expect([answers.standing(1), answers.drafts.get(1)]).toEqual([undefined, "At five."]);
  await answers.send(1, "At five.");
  expect(refs()[1]).not.toBe(refs()[0]);
});

test.each([
  refusal("ledger_unavailable"),
  refusal("service_config_entry_not_loaded", "homeassistant"),
  new Error("no answer that anybody knows"),
])(
  "where nobody knows whether it was kept, it is the same one, and not by itself: %s",
  async (error) => {
    fail(error);
    const answers = page();
    await write(answers, "At five.");
    answers.resume();
    expect([answers.failure(1), answers.standing(1)]).toEqual([error, "unsure"]);
    await answers.send(1, "At five.");
    expect(refs()[1]).toBe(refs()[0]);
  },
);

test("where the browser keeps nothing, an answer lasts as long as the page", async () => {
  const denied = vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
    throw new DOMException("denied", "SecurityError");
  });
  fail(LOST);
  const answers = page();
  await write(answers, "At five.");
  answers.resume();
  await settled();
  expect(refs()[1]).toBe(refs()[0]);
  denied.mockRestore();
});

test("marks are of one form, alike for none, and in the order of time", () => {
  const marks = Array.from({ length: 100 }, (_, at) => newRef(1_800_000_000_000 + at));
  expect(new Set(marks).size).toBe(100);
  expect([...marks].sort()).toEqual(marks);
  for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{32}$/);
});
