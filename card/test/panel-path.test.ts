// The panel's address says where somebody is.
import { expect, test } from "vitest";

import { pathOf, placeIn, type Place } from "../src/panel/path";

test.each<[string, Place]>([
  ["", {}],
  ["/", {}],
  ["/shop", { entryId: "shop" }],
  ["/shop/12", { entryId: "shop", threadId: 12 }],
  ["/a%2Fb/12/", { entryId: "a/b", threadId: 12 }],
  ["/shop/no", { entryId: "shop" }],
  ["/shop/-1", { entryId: "shop" }],
  ["/100%/12", { entryId: "100%", threadId: 12 }],
])("%s", (path, place) => {
  expect(placeIn(path)).toEqual(place);
  expect(placeIn(pathOf(place))).toEqual(place);
});
