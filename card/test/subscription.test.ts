// What is followed over a connection ends with it, and ends nothing else.
import { expect, test } from "vitest";

import { ShopClient } from "../src/api/client";
import { FakeConnection } from "./examples";

test("what is followed no longer is told of nothing any more", async () => {
  const connection = new FakeConnection({});
  const stop = await new ShopClient(connection, "shop").subscribe(() => undefined);
  await stop();
  expect(connection.subscriptions).toBe(0);
});

test("what was followed over a connection that was lost ends nothing of the next one", async () => {
  const connection = new FakeConnection({});
  const stop = await new ShopClient(connection, "shop").subscribe(() => undefined);
  connection.lose();
  connection.comeBack();
  // Somebody else's, with the number that the former had.
  await connection.subscribeMessage(() => undefined);
  await stop();
  expect(connection.subscriptions).toBe(1);
});
