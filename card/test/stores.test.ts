// Pages, the open conversation and the server, while things change, fail and come back.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { failedFor, isLost, ShopClient } from "../src/api/client";
import { inPlainWords } from "../src/reasons/plain-words";
import type { Entry, Thread } from "../src/api/contract";
import { Server } from "../src/api/server";
import { ConversationStore } from "../src/inbox/conversation-store";
import { InboxStore } from "../src/inbox/inbox-store";
import { entry, FakeConnection, hass, shop, thread, type Answers } from "./examples";

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const ids = (threads: readonly Thread[]): number[] => threads.map((each) => each.thread_id);

describe("the inbox", () => {
  function inbox(answers: Answers): { connection: FakeConnection; store: InboxStore } {
    const connection = new FakeConnection(answers);
    return {
      connection,
      store: new InboxStore(new ShopClient(connection, "shop"), {}, () => undefined),
    };
  }

  test("it follows what changes before it reads, and asks each page once", async () => {
    const { connection, store } = inbox({
      "threads/list": ({ state }) => ({
        threads: state === "waiting" ? [] : [thread({ thread_id: 7 })],
        next: null,
      }),
    });
    await store.open();
    expect(connection.subscriptions).toBe(1);
    expect(ids(store.threads)).toEqual([7]);
    expect(store.isWhole).toBe(true);
    expect(connection.asked).toHaveLength(2);
    await store.more();
    expect(connection.asked).toHaveLength(2);
  });

  test("what changes while a page is on its way is not undone by it", async () => {
    const { connection, store } = inbox({
      "threads/list": () => {
        connection.tell({ changed: [thread({ thread_id: 1, state: "booked" })], gone: [2] });
        return { threads: [thread({ thread_id: 1 }), thread({ thread_id: 2 })], next: null };
      },
    });
    await store.open();
    expect(store.threads.map((each) => [each.thread_id, each.state])).toEqual([[1, "booked"]]);
  });

  test("a failure is kept for its words, and what was shown stays", async () => {
    let fails = false;
    const { store } = inbox({
      "threads/list": () => {
        if (fails) throw Object.assign(new Error("no"), { code: "home_assistant_error" });
        return { threads: [thread({ thread_id: 1 })], next: null };
      },
    });
    await store.open();
    fails = true;
    await store.show({ state: "won" });
    expect(store.error).toBeInstanceOf(Error);
    expect(ids(store.threads)).toEqual([1]);
    fails = false;
    await store.show({});
    expect(store.error).toBeUndefined();
  });

  test("what was chosen last is what is read again, whoever asks for that", async () => {
    let fails = false;
    const { connection, store } = inbox({
      "threads/list": ({ state }) => {
        if (fails) throw Object.assign(new Error("no"), { code: "home_assistant_error" });
        return { threads: [thread({ thread_id: state === "won" ? 2 : 1 })], next: null };
      },
    });
    await store.open();
    const asked = (): unknown[] => connection.asked.map((message) => message["state"]);
    fails = true;
    await store.show({ state: "won" });
    expect(store.filter).toEqual({ state: "won" });
    connection.asked.length = 0;
    connection.tell({ changed: [], gone: [], reload: true });
    await settled();
    expect(asked()).toEqual(["won"]);
    connection.asked.length = 0;
    await store.open();
    expect(asked()).toEqual(["won"]);
    fails = false;
    await store.more();
    expect(asked()).toEqual(["won", "won"]);
    expect(ids(store.threads)).toEqual([2]);
  });

  test("all is read anew when the server says so", async () => {
    let threadId = 1;
    const { connection, store } = inbox({
      "threads/list": () => ({ threads: [thread({ thread_id: threadId })], next: null }),
    });
    await store.open();
    threadId = 2;
    connection.tell({ changed: [], gone: [], reload: true });
    await settled();
    expect(ids(store.threads)).toEqual([2]);
  });

  test("once closed it follows nothing any more", async () => {
    const { connection, store } = inbox({ "threads/list": () => ({ threads: [], next: null }) });
    await store.open();
    store.close();
    await settled();
    expect(connection.subscriptions).toBe(0);
  });
});

describe("an open conversation", () => {
  test("it tells of what the caller wrote since, and of nothing that was there before", async () => {
    const entries: Entry[] = [entry({ key: "a" })];
    const connection = new FakeConnection({
      "threads/get": () => ({ ...thread(), entries: [...entries] }),
    });
    const heard: string[] = [];
    const store = new ConversationStore(
      new ShopClient(connection, "shop"),
      1,
      () => undefined,
      (each) => heard.push(each.key),
    );
    await store.load();
    expect(heard).toEqual([]);
    entries.push(entry({ key: "b" }), entry({ key: "c", kind: "text_out", what: "message" }));
    store.take({ changed: [thread()], gone: [] });
    await settled();
    expect(heard).toEqual(["b"]);
    store.take({ changed: [thread({ thread_id: 5 })], gone: [5] });
    expect(connection.asked).toHaveLength(2);
  });

  test("a recording keeps its link while it is listened to, and gets another one once", async () => {
    let link = 0;
    const connection = new FakeConnection({
      "threads/get": () => ({
        ...thread(),
        entries: [entry({ key: "call", kind: "call", recording: `/voicemail?${(link += 1)}` })],
      }),
    });
    const store = new ConversationStore(
      new ShopClient(connection, "shop"),
      1,
      () => undefined,
      () => undefined,
    );
    const shown = (): string | null | undefined => store.conversation?.entries[0]?.recording;
    await store.load();
    await store.load();
    expect(shown()).toBe("/voicemail?1");
    expect(store.soundFailed("call")).toBe(true);
    await settled();
    expect(shown()).toBe("/voicemail?3");
    expect(store.soundFailed("call")).toBe(false);
  });

  test("one that was erased is shown no longer, however it is learnt", async () => {
    const connection = new FakeConnection({
      "threads/get": () => {
        throw Object.assign(new Error("gone"), {
          code: "service_validation_error",
          translation_key: "unknown_thread",
        });
      },
    });
    const open = (): ConversationStore =>
      new ConversationStore(
        new ShopClient(connection, "shop"),
        1,
        () => undefined,
        () => undefined,
      );
    const asked = open();
    await asked.load();
    const told = open();
    told.take({ changed: [], gone: [1] });
    expect([asked.isGone, told.isGone]).toEqual([true, true]);
    expect(asked.error).toBeUndefined();
  });
});

describe("the server", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function server(answers: Answers): { connection: FakeConnection; server: Server } {
    const connection = new FakeConnection(answers);
    return { connection, server: Server.of(connection) };
  }

  const told = (version = __VERSION__): unknown => ({ version, shops: [shop()], not_open: [] });

  test("one is asked for all cards of a page, and again after a lost connection", async () => {
    const { connection, server: one } = server({ shops: () => told() });
    expect(Server.of(connection)).toBe(one);
    one.listen(() => undefined);
    const stop = one.listen(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect([one.status, one.shops.length, connection.asked.length]).toEqual(["ready", 1, 1]);
    connection.lose();
    expect([one.status, one.epoch]).toEqual(["away", 0]);
    connection.comeBack();
    await vi.advanceTimersByTimeAsync(0);
    expect([one.status, one.epoch, connection.asked.length]).toEqual(["ready", 1, 2]);
    stop();
  });

  test("a server of another version is told from its own", async () => {
    const { server: one } = server({ shops: () => told("0.0.0") });
    one.listen(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(one.status).toBe("older");
  });

  test("an integration that is not there yet is asked again, ever more rarely", async () => {
    const answers: Answers = {};
    const { connection, server: one } = server(answers);
    const stop = one.listen(() => undefined);
    await vi.advanceTimersByTimeAsync(7_500);
    expect([one.status, connection.asked.length]).toEqual(["away", 4]);
    answers["shops"] = () => told();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(one.status).toBe("ready");
    stop();
    answers["shops"] = undefined as never;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.asked).toHaveLength(5);
  });

  test("while a shop is being opened it is waited for, and nobody is told that there is none", async () => {
    let isOpen = false;
    const { server: one } = server({
      shops: () =>
        isOpen
          ? told()
          : { version: __VERSION__, shops: [], not_open: [{ entry_id: "shop", title: "Shop" }] },
    });
    one.listen(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(one.status).toBe("away");
    isOpen = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect([one.status, one.shops.length]).toEqual(["ready", 1]);
  });
});

describe("what a command fails with", () => {
  test("it is told in the user's words where there are some, else as the server said it", async () => {
    const house = hass(new FakeConnection({}));
    const error = { code: "x", message: "As said", translation_domain: "d" };
    expect(await inPlainWords(house, { ...error, translation_key: "known" })).toBe("Words");
    expect(await inPlainWords(house, { ...error, translation_key: "other" })).toBe("As said");
    expect(await inPlainWords(house, { code: "x", message: "As said" })).toBe("As said");
    expect(await inPlainWords(house, new Error("broken"))).toBe("broken");
    expect(failedFor({ ...error, translation_key: "known" }, "known")).toBe(true);
  });

  test("a lost connection is known in each of its forms", () => {
    const forms = [
      3,
      { code: 3, message: "" },
      { success: false, error: { code: 3, message: "" } },
    ];
    expect(forms.map(isLost)).toEqual([true, true, true]);
    expect([{ code: "3" }, "3", null, undefined, new Error("3")].some(isLost)).toBe(false);
  });
});
