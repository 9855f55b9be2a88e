// The inbox as it is used: read, answer, say what became of it, by hand and by keyboard.
// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { Entry, Thread } from "../src/api/contract";
import { Server } from "../src/api/server";
import "../src/main";
import { Inbox } from "../src/inbox/inbox";
import { entry, FakeConnection, hass, shop, thread, type Answers } from "./examples";

const HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> ".repeat(92);
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

let connection: FakeConnection;
let threads: Thread[];
let entries: Entry[];
let inbox: Inbox;

const answers: Answers = {
  shops: () => ({ version: __VERSION__, shops: [shop()], not_open: [] }),
  "threads/list": ({ state }) => ({
    threads: threads.filter((each) => state === undefined || each.state === state),
    next: null,
  }),
  "threads/get": ({ thread_id }) => ({
    ...threads.find((each) => each.thread_id === thread_id),
    entries,
  }),
  "threads/read": () => null,
  "threads/reply": () => ({ text_id: 1, state: "queued" }),
  "threads/resolve": () => null,
  "threads/assign": () => null,
  "threads/note": () => null,
  "threads/done": () => null,
};

beforeAll(async () => {
  await customElements.whenDefined("mctb-inbox");
});

beforeEach(async () => {
  localStorage.clear();
  threads = [
    thread({ thread_id: 1, name: "Ada", last_at: "2026-11-20T12:00:00+00:00" }),
    thread({
      thread_id: 2,
      name: "Zoë 😀 <b>",
      state: "waiting",
      unread: 1,
      waiting_since: "2026-11-20T10:00:00+00:00",
      last_words: HOSTILE,
      last_words_theirs: true,
    }),
  ];
  entries = [
    entry({
      key: "call",
      kind: "call",
      what: "no_answer",
      body: null,
      reason_text: "It was open.",
    }),
    entry({ key: "text", body: HOSTILE }),
  ];
  connection = new FakeConnection({ ...answers });
  inbox = new Inbox();
  inbox.hass = hass(connection);
  inbox.entryId = "shop";
  inbox.narrow = true;
  inbox.addEventListener("conversation", (event) => {
    inbox.threadId = (event as CustomEvent<number | null>).detail ?? undefined;
  });
  document.body.append(inbox);
  await settled();
});

afterEach(() => {
  inbox.remove();
});

/** Find an element, within the shadows of others. */
function find(...path: string[]): HTMLElement {
  let root: ParentNode = inbox.renderRoot;
  let found: HTMLElement | null = null;
  for (const selector of path) {
    found = root.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`${selector} of ${path.join(" > ")} is not shown`);
    root = found.shadowRoot ?? found;
  }
  return found ?? inbox;
}

function buttons(...path: string[]): HTMLButtonElement[] {
  const root = find(...path);
  return [...(root.shadowRoot ?? root).querySelectorAll("button")];
}

const rows = (): HTMLButtonElement[] => buttons("mctb-thread-list");
const composer = (selector: string): HTMLElement =>
  find("mctb-conversation", "mctb-composer", selector);
const area = (): HTMLTextAreaElement => composer("textarea") as HTMLTextAreaElement;
const asked = (type: string): unknown[] =>
  connection.asked
    .filter((message) => message.type === `missed_call_textback/threads/${type}`)
    .map((message) =>
      Object.fromEntries(
        Object.entries(message).filter(([field]) => field !== "type" && field !== "entry_id"),
      ),
    );

const fails = (why: string) => (): never => {
  throw Object.assign(new Error(why), { code: "x" });
};

async function open(threadId: number): Promise<void> {
  rows()
    .find((row) => row.dataset["id"] === String(threadId))
    ?.click();
  await settled();
}

async function write(words: string): Promise<void> {
  area().value = words;
  area().dispatchEvent(new Event("input"));
  await settled();
}

describe("the list", () => {
  test("whoever waits comes first, and how it stands is said in words", () => {
    expect(rows().map((row) => row.dataset["id"])).toEqual(["2", "1"]);
    expect(rows()[0]?.textContent).toContain("Waiting for you");
    expect(rows()[0]?.textContent).toContain("new text");
  });

  test("a second one on the same page shows as much", async () => {
    const first = inbox;
    inbox = new Inbox();
    inbox.hass = first.hass ?? hass(connection);
    inbox.entryId = "shop";
    document.body.append(inbox);
    await settled();
    expect(rows()).toHaveLength(2);
    expect(connection.asked.filter(({ type }) => type.endsWith("/shops"))).toHaveLength(1);
    first.remove();
  });

  test("a server that fails is asked again by whoever wants it, and not for ever", async () => {
    connection.answers["threads/list"] = ({ after, state }) => {
      if (after !== undefined) throw Object.assign(new Error("No page."), { code: "x" });
      return { threads, next: state === undefined ? "mark" : null };
    };
    inbox.remove();
    document.body.append(inbox);
    await settled();
    buttons("mctb-thread-list").at(-1)?.click();
    await settled();
    expect(inbox.renderRoot.querySelector("[role=alert]")?.textContent).toContain("No page.");
    expect(buttons("mctb-thread-list")).toHaveLength(2);
    connection.answers["threads/list"] = () => ({ threads, next: null });
    inbox.renderRoot.querySelector<HTMLButtonElement>("[role=alert] button")?.click();
    await settled();
    expect(inbox.renderRoot.querySelector("[role=alert]")).toBeNull();
  });

  test("it is one stop for the keyboard, walked with the arrows", async () => {
    expect(rows().map((row) => row.tabIndex)).toEqual([0, -1]);
    rows()[0]?.focus();
    rows()[0]?.dispatchEvent(
      new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, composed: true }),
    );
    await settled();
    expect(find("mctb-thread-list").shadowRoot?.activeElement).toBe(rows()[1]);
    expect(rows().map((row) => row.tabIndex)).toEqual([-1, 0]);
  });

  test("what somebody else did elsewhere shows without being asked for", async () => {
    connection.tell({
      changed: [{ ...threads[1], state: "booked", waiting_since: null, unread: 0 }],
      gone: [],
    });
    await settled();
    expect(rows()[1]?.textContent).toContain("Booked");
  });
});

describe("a conversation", () => {
  test("it is read, marked as read, and its words stay words", async () => {
    await open(2);
    const log = find("mctb-conversation", ".log");
    expect(log.textContent).toContain("It was open.");
    expect(log.querySelector(".words")?.textContent).toBe(HOSTILE);
    expect(log.querySelector("img, script")).toBeNull();
    expect(find("mctb-conversation", "h2").textContent.trim()).toBe("Zoë 😀 <b>");
    expect(asked("read")).toEqual([{ thread_id: 2 }]);
    expect(find("mctb-conversation").shadowRoot?.activeElement?.tagName).toBe("H2");
  });

  test("whose phone rang since it was urgent, and what became of it, is told", async () => {
    entries = [
      entry({ key: "one", kind: "team_call", what: "missed", body: "Sam <i>" }),
      entry({ key: "two", kind: "team_call", what: "taken", body: "Olaf" }),
      entry({ key: "text", kind: "text_out", what: "appointment", state: "sent", body: "At ten." }),
    ];
    await open(2);
    const told = find("mctb-conversation", ".log").textContent.replace(/[\u2068\u2069]/g, "");
    expect(told).toContain("Sam <i> was called and did not answer");
    expect(told).toContain("Olaf takes care of it");
    expect(told).toContain("About an appointment");
  });

  test("an answer goes out as it was written, and its draft is gone", async () => {
    await open(2);
    await write("At five. ");
    expect(composer("#meter").textContent).toContain("1");
    composer("form button").click();
    await settled();
    expect(asked("reply")).toEqual([
      { thread_id: 2, message: "At five.", ref: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    ]);
    expect(area().value).toBe("");
    expect(localStorage.getItem("missed-call-textback-drafts")).toBe("{}");
  });

  test("a refusal is told in words, and what was written stays", async () => {
    connection.answers["threads/reply"] = fails("They asked not to be texted.");
    await open(2);
    await write("At five.");
    composer("form button").click();
    await settled();
    expect(composer("[role=alert]").textContent).toContain("They asked not to be texted.");
    expect(area().value).toBe("At five.");
  });

  test("an answer of which nobody heard is sent again by itself, as the same one", async () => {
    const reply = answers["threads/reply"];
    connection.answers["threads/reply"] = () => {
      connection.lose();
      throw Object.assign(new Error("lost"), { code: 3 });
    };
    await open(2);
    await write("At five.");
    composer("form button").click();
    await settled();
    expect(composer("[role=status]").textContent).toContain("as soon as it is back");
    expect(area().value).toBe("At five.");
    connection.answers["threads/reply"] = reply ?? (() => null);
    connection.comeBack();
    await settled();
    const [first, second] = asked("reply") as { ref: string }[];
    expect(asked("reply")).toHaveLength(2);
    expect(second).toEqual(first);
    expect(area().value).toBe("");
    expect(composer("[role=status]").textContent.trim()).toBe("");
    expect(localStorage.getItem("missed-call-textback-drafts")).toBe("{}");
  });

  test("whoever cannot be texted is called, and what was begun is there when they can be again", async () => {
    await open(2);
    await write("At fi");
    threads = threads.map((each) => ({ ...each, cannot_text: "opted_out" }));
    connection.tell({ changed: threads, gone: [] });
    await settled();
    const notice = find("mctb-conversation", ".unreachable");
    expect(notice.textContent).toContain("The caller asked not to be texted");
    expect(notice.querySelector("a")?.getAttribute("href")).toBe("tel:+12025550147");
    expect(() => area()).toThrow("is not shown");
    threads = threads.map((each) => ({ ...each, cannot_text: null }));
    connection.tell({ changed: threads, gone: [] });
    await settled();
    expect(area().value).toBe("At fi");
  });

  test("what was begun is there again after the page was taken down", async () => {
    await open(2);
    await write("At fi");
    inbox.remove();
    document.body.append(inbox);
    await settled();
    expect(area().value).toBe("At fi");
  });

  test("a quick answer is put in, not sent", async () => {
    await open(2);
    composer(".quick button").click();
    await settled();
    expect(area().value).toBe("I am on my way.");
    expect(asked("reply")).toEqual([]);
  });

  test("a reply that comes in is announced", async () => {
    await open(2);
    entries = [...entries, entry({ key: "new", body: "Or at six?" })];
    connection.tell({ changed: [threads[1]], gone: [] });
    await settled();
    expect(find("mctb-conversation", "[aria-live=polite]").textContent).toContain("Or at six?");
    expect(find("mctb-conversation", ".log").textContent).toContain("Or at six?");
  });

  test("one that is erased while it is open says so, and shows nothing of it", async () => {
    await open(2);
    await write("At fi");
    connection.tell({ changed: [], gone: [2] });
    await settled();
    const view = find("mctb-conversation").shadowRoot;
    expect(view?.textContent).toContain("was erased");
    expect(view?.textContent).not.toContain("Zoë");
    expect(localStorage.getItem("missed-call-textback-drafts")).toBe("{}");
  });

  test("Escape leads back to the list, and the keyboard with it", async () => {
    await open(2);
    find("mctb-conversation", "section").dispatchEvent(
      new KeyboardEvent("keydown", { key: "Escape" }),
    );
    await settled();
    expect(inbox.threadId).toBeUndefined();
    expect(find("mctb-thread-list").shadowRoot?.activeElement).toBe(rows()[0]);
  });

  test("what could not be done says why", async () => {
    connection.answers["threads/done"] = fails("The ledger is away.");
    await open(2);
    find("mctb-conversation", "header .buttons button").click();
    await settled();
    expect(find("mctb-conversation", "[role=alert]").textContent).toContain("The ledger is away.");
  });

  test("what became of it is told with its value, and a loss without", async () => {
    await open(2);
    find("mctb-conversation", "header [aria-expanded]").click();
    await settled();
    const press = (label: string): void => {
      const all = buttons("mctb-conversation", "mctb-outcome");
      all.find((each) => each.textContent.trim() === label)?.click();
    };
    press("Lost");
    await settled();
    press("Won");
    await settled();
    (find("mctb-conversation", "mctb-outcome", "[name=told]") as HTMLInputElement).value = "40.5";
    press("Save");
    await settled();
    expect(asked("resolve")).toEqual([
      { thread_id: 2, stage: "lost" },
      { thread_id: 2, stage: "won", value: 40.5 },
    ]);
  });

  test("whose it is shows as it is, where it could not be given to somebody", async () => {
    connection.answers["threads/assign"] = fails("The ledger is away.");
    inbox.narrow = false;
    await open(2);
    const select = find("mctb-conversation", "mctb-outcome", "select") as HTMLSelectElement;
    select.value = "ada";
    select.dispatchEvent(new Event("change"));
    await settled();
    expect(select.value).toBe("");
  });
});

describe("trouble", () => {
  test("a lost connection is told, and afterwards all is read and followed anew", async () => {
    connection.lose();
    await settled();
    expect(inbox.renderRoot.textContent).toContain("No connection to Home Assistant");
    threads = [thread({ thread_id: 3, name: "Bob" })];
    connection.comeBack();
    await settled();
    expect(rows().map((row) => row.dataset["id"])).toEqual(["3"]);
    expect(connection.subscriptions).toBe(1);
    expect(inbox.renderRoot.textContent).not.toContain("No connection");
  });

  test("news of the server is not lost to a state of the house that comes with it", async () => {
    connection.lose();
    await settled();
    // Home Assistant's own state is told anew with each step of the way back.
    const stop = Server.of(connection).listen(() => {
      if (inbox.hass !== undefined) inbox.hass = { ...inbox.hass };
    });
    connection.comeBack();
    await settled();
    stop();
    expect(connection.subscriptions).toBe(1);
    expect(inbox.renderRoot.textContent).not.toContain("No connection");
  });

  test("a server of another version asks for the page to be loaded anew", async () => {
    connection.answers["shops"] = () => ({ version: "0.0.0", shops: [shop()], not_open: [] });
    Server.of(connection).refresh();
    await settled();
    expect(inbox.renderRoot.querySelector("[role=alert]")?.textContent).toContain("Reload");
  });

  test("the page keeps no subscription once the inbox is gone", async () => {
    inbox.remove();
    await settled();
    expect(connection.subscriptions).toBe(0);
  });
});
