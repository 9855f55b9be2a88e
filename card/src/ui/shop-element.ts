// What the elements of a shop have in common: Home Assistant, its server's state, words and numbers.
import { LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";

import type { Shop } from "../api/contract";
import type { Hass } from "../api/hass";
import { ServerController } from "../api/server";
import { Format } from "../i18n/format";

const formats = new WeakMap<Hass["locale"], Format>();

/** Return how this user writes numbers and times; one for all elements. */
export function formatOf(hass: Hass): Format {
  let format = formats.get(hass.locale);
  if (format === undefined) {
    format = new Format(hass.locale, hass.config.time_zone);
    formats.set(hass.locale, format);
  }
  return format;
}

/** Tell whether `hass` is another one for our purposes: it is set anew with each state of the house. */
export function isOther(before: Hass | undefined, after: Hass | undefined): boolean {
  return (
    before?.connection !== after?.connection ||
    before?.locale !== after?.locale ||
    before?.user !== after?.user
  );
}

export abstract class ShopElement extends LitElement {
  @property({ attribute: false }) hass?: Hass;

  protected readonly server = new ServerController(this);

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    if (changed.size !== 1 || !changed.has("hass")) return true;
    return isOther(changed.get("hass"), this.hass);
  }

  /** Return the shop of that id, or the only one there is to choose. */
  protected shop(entryId: string | undefined): Shop | undefined {
    const shops = this.server.current?.shops ?? [];
    return entryId === undefined ? shops[0] : shops.find((shop) => shop.entry_id === entryId);
  }
}
