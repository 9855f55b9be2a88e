// The meter counts as the server does: its examples are written by the server's own code.
import { expect, test } from "vitest";

import { segments } from "../src/inbox/segments";
import examples from "./segments.json";

test.each(examples)("a text costs what the server says: $#", ({ body, ...cost }) => {
  expect(segments(body)).toMatchObject(cost);
});

test("it tells how much fits before another segment begins", () => {
  expect(segments("a".repeat(150)).left).toBe(10);
  expect(segments("a".repeat(161)).left).toBe(153 - 8);
  expect(segments("ж").left).toBe(69);
});
