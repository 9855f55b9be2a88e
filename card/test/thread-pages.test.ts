// Which conversations are shown, and in which order, while pages and changes come in.
import { describe, expect, test } from "vitest";

import type { Thread } from "../src/api/contract";
import { compare } from "../src/inbox/order";
import { isFound, ThreadPages } from "../src/inbox/thread-pages";
import { thread } from "./examples";

const at = (hour: number): string => `2026-11-20T${String(hour).padStart(2, "0")}:00:00+00:00`;
const ids = (threads: readonly Thread[]): number[] => threads.map((each) => each.thread_id);

function waiting(thread_id: number, hour: number): Thread {
  return thread({ thread_id, state: "waiting", waiting_since: at(hour), last_at: at(hour) });
}

describe("the order", () => {
  test("urgent ones come first, then those who wait longest, then the latest", () => {
    const threads = [
      thread({ thread_id: 1, last_at: at(20) }),
      thread({ thread_id: 2, last_at: at(21) }),
      waiting(3, 12),
      waiting(4, 9),
      { ...waiting(5, 15), urgent_since: at(15) },
      thread({ thread_id: 6, unread: 1, last_at: at(10) }),
    ];
    expect(ids(threads.sort(compare))).toEqual([5, 4, 6, 3, 2, 1]);
  });
});

describe("pages", () => {
  test("those who wait are asked for first, and the others only once they are all there", () => {
    const pages = new ThreadPages();
    expect(pages.wanted).toMatchObject({ state: "waiting" });
    pages.add({ threads: [waiting(1, 9)], next: "mark" });
    pages.merge({ changed: [thread({ thread_id: 9, last_at: at(23) })], gone: [] });
    expect(ids(pages.shown)).toEqual([1]);
    expect(pages.wanted).toMatchObject({ state: "waiting", after: "mark" });
    pages.add({ threads: [waiting(2, 10)], next: null });
    expect(pages.wanted).not.toHaveProperty("state");
    pages.add({ threads: [thread({ thread_id: 9, last_at: at(23) }), waiting(1, 9)], next: null });
    expect(ids(pages.shown)).toEqual([1, 2, 9]);
    expect(pages.isWhole).toBe(true);
  });

  test("one that changed before its page was read does not stand behind a gap", () => {
    const pages = new ThreadPages();
    pages.add({ threads: [], next: null });
    pages.add({ threads: [thread({ thread_id: 1, last_at: at(12) })], next: "mark" });
    pages.merge({ changed: [thread({ thread_id: 2, last_at: at(3) })], gone: [] });
    expect(ids(pages.shown)).toEqual([1]);
    pages.add({ threads: [thread({ thread_id: 3, last_at: at(2) })], next: null });
    expect(ids(pages.shown)).toEqual([1, 2, 3]);
  });

  test("what no longer fits the filter leaves, and what was erased is gone", () => {
    const pages = new ThreadPages({ state: "booked", lineId: "line" });
    expect(pages.wanted).toEqual({ limit: 50, state: "booked", line_id: "line" });
    const booked = (thread_id: number): Thread => thread({ thread_id, state: "booked" });
    pages.add({ threads: [booked(1), booked(2), booked(3)], next: null });
    pages.merge({
      changed: [
        { ...booked(1), state: "won" },
        { ...booked(4), line_id: "other" },
      ],
      gone: [2],
    });
    expect(ids(pages.shown)).toEqual([3]);
  });
});

describe("search", () => {
  const found = thread({
    name: "Zoë 😀",
    tags: ["regular"],
    number: "+12025550147",
    last_words: "No HOT water",
  });

  test.each(["zoë", "hot water", "555 0147", "2025550147", "regular zoë"])("finds %s", (looked) => {
    expect(isFound(found, looked)).toBe(true);
  });

  test("wants all of the words", () => {
    expect(isFound(found, "zoë boiler")).toBe(false);
  });
});
