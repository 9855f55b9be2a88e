// What the elements of a shop have in common: Home Assistant, its server's state, words and numbers.
import type { ClosedShop, Shop } from "../api/contract";
import type { Hass } from "../api/hass";
import { ServerController } from "../api/server";
import { Format } from "../i18n/format";
import { HassElement } from "./hass-element";

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

export abstract class ShopElement extends HassElement {
  protected readonly server = new ServerController(this);

  /** The id of the shop that this is about, where it was named. */
  get wantedShop(): string | undefined {
    return undefined;
  }

  /** Return the shop that was named and cannot be asked now, for whoever may see it. */
  protected get closedShop(): ClosedShop | undefined {
    return this.server.current?.closed.find((shop) => shop.entry_id === this.wantedShop);
  }

  /** Return the shop of that id, or the only one there is to choose. */
  protected shop(entryId: string | undefined): Shop | undefined {
    const shops = this.server.current?.shops ?? [];
    return entryId === undefined ? shops[0] : shops.find((shop) => shop.entry_id === entryId);
  }
}
