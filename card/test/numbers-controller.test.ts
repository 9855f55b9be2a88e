// Numbers are asked for when something happened, not more often than anybody reads, and never unseen.
// @vitest-environment jsdom
import type { ReactiveControllerHost } from "lit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { NumbersController, type Wanted } from "../src/recovery/numbers-controller";
import { FakeConnection, shop } from "./examples";
import { numbers } from "./numbers-examples";

let hidden = false;
let connection: FakeConnection;
let controller: NumbersController;
const host = {
  addController: vi.fn(),
  requestUpdate: vi.fn(),
} as unknown as ReactiveControllerHost;

const wanted = (told: Partial<Wanted> = {}): Wanted => ({
  connection,
  epoch: 0,
  shop: shop(),
  lineId: undefined,
  period: 30,
  ...told,
});
const asked = (): number =>
  connection.asked.filter((each) => each.type.endsWith("/numbers")).length;
const look = (isHidden: boolean): void => {
  hidden = isHidden;
  document.dispatchEvent(new Event("visibilitychange"));
};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-21T15:00:00Z") });
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
  hidden = false;
  connection = new FakeConnection({ numbers: () => numbers() });
  controller = new NumbersController(host);
  controller.hostConnected();
});

afterEach(() => {
  controller.hostDisconnected();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("numbers", () => {
  test("are asked for once, by the shop's days", async () => {
    controller.want(wanted());
    controller.want(wanted());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(1);
    expect(connection.asked[0]).toMatchObject({ since: "2026-10-23", until: "2026-11-21" });
    expect(connection.asked[0]).not.toHaveProperty("line_id");
    expect(controller.numbers?.now.waiting).toBe(2);
  });

  test("are asked for again for another period or line", async () => {
    controller.want(wanted());
    controller.want(wanted({ period: 7 }));
    controller.want(wanted({ period: 7, lineId: "line" }));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toBe(3);
    expect(connection.asked.at(-1)).toMatchObject({ since: "2026-11-15", line_id: "line" });
  });

  test("of a period that is no longer looked at are not shown", async () => {
    let answer: (told: unknown) => void = () => undefined;
    connection.answers["numbers"] = () => new Promise((done) => (answer = done));
    controller.want(wanted());
    await vi.advanceTimersByTimeAsync(0);
    connection.answers["numbers"] = () => numbers({ currency: "EUR" });
    controller.want(wanted({ period: 7 }));
    await vi.advanceTimersByTimeAsync(0);
    answer(numbers({ currency: "USD" }));
    await vi.advanceTimersByTimeAsync(0);
    expect(controller.numbers?.currency).toBe("EUR");
  });

  test("are asked for once in five seconds, however much happens", async () => {
    controller.want(wanted());
    await vi.advanceTimersByTimeAsync(0);
    for (let at = 0; at < 100; at += 1) {
      connection.tell({ changed: [], gone: [] });
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(60_000);
    // At once, after five seconds, and after ten.
    expect(asked()).toBe(3);
  });

  test("are not asked for while nobody can see them, but as soon as somebody does", async () => {
    controller.want(wanted());
    await vi.advanceTimersByTimeAsync(0);
    look(true);
    connection.tell({ changed: [], gone: [] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(1);
    look(false);
    expect(asked()).toBe(2);
    look(true);
    look(false);
    expect(asked()).toBe(2);
  });

  test("are asked for anew when the shop's day ends", async () => {
    controller.want(wanted());
    await vi.advanceTimersByTimeAsync(14 * 3_600_000 - 1000);
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(3000);
    expect(asked()).toBe(2);
    expect(connection.asked.at(-1)).toMatchObject({ until: "2026-11-22" });
  });

  test("are asked for anew, and followed again, when the connection came back", async () => {
    controller.want(wanted());
    await vi.advanceTimersByTimeAsync(0);
    connection.lose();
    connection.comeBack();
    controller.want(wanted({ epoch: 1 }));
    await vi.advanceTimersByTimeAsync(0);
    expect([asked(), connection.subscriptions]).toEqual([2, 1]);
  });

  test("stay where a later question failed, and why it failed is told", async () => {
    controller.want(wanted());
    await vi.advanceTimersByTimeAsync(0);
    connection.answers["numbers"] = () => {
      throw new Error("no ledger");
    };
    controller.again();
    await vi.advanceTimersByTimeAsync(0);
    expect(controller.failure).toMatchObject({ message: "no ledger" });
    expect(controller.numbers).toBeDefined();
  });

  test("are followed no longer than they are shown", async () => {
    controller.want(wanted());
    await vi.advanceTimersByTimeAsync(0);
    controller.hostDisconnected();
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.subscriptions).toBe(0);
    connection.tell({ changed: [], gone: [] });
    await vi.advanceTimersByTimeAsync(48 * 3_600_000);
    expect(asked()).toBe(1);
  });
});
