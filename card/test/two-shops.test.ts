// The inbox of somebody who has two shops: what is of one is never shown as the other's.
// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import "../src/main";
import { Inbox } from "../src/inbox/inbox";
import type { ThreadList } from "../src/inbox/thread-list";
import { FakeConnection, hass, shop, thread } from "./examples";

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

let connection: FakeConnection;
let inbox: Inbox;

const shown = (): string =>
  inbox.renderRoot.querySelector<ThreadList>("mctb-thread-list")?.renderRoot.textContent ?? "";

beforeAll(async () => {
  await customElements.whenDefined("mctb-inbox");
});

beforeEach(async () => {
  localStorage.clear();
  connection = new FakeConnection({
    shops: () => ({
      version: __VERSION__,
      shops: [shop({ entry_id: "barbers" }), shop({ entry_id: "salon" })],
      not_open: [],
    }),
    "threads/list": ({ entry_id }) => ({
      threads: [thread({ name: entry_id === "barbers" ? "Ada" : "Zoë" })],
      next: null,
    }),
  });
  inbox = new Inbox();
  inbox.hass = hass(connection);
  inbox.entryId = "barbers";
  document.body.append(inbox);
  await settled();
});

afterEach(() => {
  inbox.remove();
});

describe("two shops", () => {
  test("one that is chosen shows its own conversations", async () => {
    expect(shown()).toContain("Ada");
    inbox.entryId = "salon";
    await settled();
    expect(shown()).toContain("Zoë");
    expect(shown()).not.toContain("Ada");
  });

  test("one that is chosen while there is no connection shows none of the other's", async () => {
    connection.lose();
    inbox.entryId = "salon";
    await settled();
    expect(shown()).not.toContain("Ada");
    connection.comeBack();
    await settled();
    expect(shown()).toContain("Zoë");
  });
});
