// Drafts outlive the element, belong to their user, and do not stay for ever.
// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";

import { Drafts } from "../src/inbox/drafts";

const HOUR = 60 * 60 * 1000;

beforeEach(() => {
  localStorage.clear();
});

test("a draft is there again for its user in its shop, and for nobody else", () => {
  new Drafts("ada", "shop").set(7, "On my w");
  expect(new Drafts("ada", "shop").get(7)).toBe("On my w");
  expect(new Drafts("bob", "shop").get(7)).toBe("");
  expect(new Drafts("ada", "other").byThread.size).toBe(0);
  expect([...new Drafts("ada", "shop").byThread]).toEqual([[7, "On my w"]]);
});

test("an empty one is none, and one of yesterday is forgotten", () => {
  const drafts = new Drafts("ada", "shop");
  drafts.set(1, "words", 0);
  drafts.set(2, "words", 2 * HOUR);
  drafts.set(2, " \n", 2 * HOUR);
  expect([...new Drafts("ada", "shop", 23 * HOUR).byThread.keys()]).toEqual([1]);
  expect(new Drafts("ada", "shop", 25 * HOUR).byThread.size).toBe(0);
});

test("two windows do not overwrite each other's", () => {
  const [one, other] = [new Drafts("ada", "shop"), new Drafts("ada", "shop")];
  one.set(1, "one");
  other.set(2, "two");
  expect(new Drafts("ada", "shop").byThread.size).toBe(2);
});

test("what another window has sent is no draft here any more", () => {
  const [one, other] = [new Drafts("ada", "shop"), new Drafts("ada", "shop")];
  one.set(1, "At five.");
  expect(other.get(1)).toBe("At five.");
  one.settle(1, one.send(1, "At five.", 1), true);
  expect(other.get(1)).toBe("");
});

test("one of somebody who was erased is gone", () => {
  const drafts = new Drafts("ada", "shop");
  drafts.set(7, "words");
  drafts.send(7, "words", 0);
  drafts.forget(7);
  expect(localStorage.getItem("missed-call-textback-drafts")).toBe("{}");
});

test("what became of an answer changes nothing about one that was sent since", () => {
  const drafts = new Drafts("ada", "shop");
  const first = drafts.send(7, "one", 1);
  const second = drafts.send(7, "two", 1);
  drafts.settle(7, first, true);
  drafts.stop(7, first);
  expect(drafts.tried(7)).toEqual(second);
});

test.each([
  "no JSON",
  "null",
  "[1]",
  '{"ada/shop/1": 3}',
  `{"ada/shop/1": {"words": "x", "at": ${Date.now()}, "tried": {"ref": 1}}}`,
])("what somebody else stored is no draft: %s", (stored) => {
  localStorage.setItem("missed-call-textback-drafts", stored);
  expect(new Drafts("ada", "shop").byThread.size).toBe(0);
});

test("where the browser keeps nothing, a draft lasts as long as the page", () => {
  const denied = vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
    throw new DOMException("denied", "SecurityError");
  });
  const drafts = new Drafts("ada", "shop");
  drafts.set(1, "words");
  expect(drafts.get(1)).toBe("words");
  denied.mockRestore();
});

test("where the browser has no room, a draft lasts as long as the page, and its mark with it", () => {
  const drafts = new Drafts("ada", "shop");
  drafts.set(2, "kept before");
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  drafts.set(1, "words");
  const tried = drafts.send(1, "words", 1);
  full.mockRestore();
  expect(drafts.tried(1)).toEqual(tried);
  expect(drafts.send(1, "words", 2).ref).toBe(tried.ref);
  expect([...drafts.byThread]).toEqual([
    [2, "kept before"],
    [1, "words"],
  ]);
});
