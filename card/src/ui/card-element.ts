// What all cards have in common: their options, which shop they are about, and who may see them.
import type { PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";

import type { Line, Shop } from "../api/contract";
import type { CardConfig } from "../api/hass";
import { ShopElement } from "./shop-element";

export interface ShopCardConfig extends CardConfig {
  /** A config entry; the only shop there is, where none is given. */
  shop?: string;
  /** A line's id, or its device. */
  line?: string;
}

export abstract class CardElement<Config extends ShopCardConfig> extends ShopElement {
  /** Whether it stands in the editor of a dashboard. */
  @property({ type: Boolean }) preview = false;
  /** Asks the dashboard to keep it while it hides: it has to hear that there is something to show. */
  readonly connectedWhileHidden = true;
  @state() protected config: Config | undefined;

  setConfig(config: Config): void {
    this.config = config;
  }

  override get wantedShop(): string | undefined {
    const { shop, line } = this.config ?? {};
    return shop ?? this.hass?.devices[line ?? ""]?.config_entries?.[0];
  }

  protected get usable(): boolean {
    const status = this.server.current?.status;
    return status === "ready" || status === "older";
  }

  protected chosenLine(shop: Shop): Line | undefined {
    const wanted = this.config?.line;
    return shop.lines.find((line) => line.id === wanted || line.device_id === wanted);
  }

  /** Return the shop that was chosen, or that of the line that was. */
  protected get chosenShop(): Shop | undefined {
    const { shop, line } = this.config ?? {};
    if (shop === undefined && line !== undefined) {
      const ofLine = this.server.current?.shops.find((each) => this.chosenLine(each));
      if (ofLine !== undefined) return ofLine;
      // Of a line whose shop is closed, those of another shop are not shown.
      if (this.closedShop !== undefined) return undefined;
    }
    return this.shop(shop);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // A user without rights sees no empty card; somebody who arranges cards sees that it is there.
    // Home Assistant takes a hidden card off the page, and it would never hear of its shop: until it is
    // known whether there is one, it stays.
    const isAnything = this.chosenShop !== undefined || this.closedShop !== undefined;
    const isHidden = !this.preview && this.usable && !isAnything;
    if (isHidden === this.hidden) return;
    this.hidden = isHidden;
    this.dispatchEvent(
      new CustomEvent("card-visibility-changed", {
        detail: { value: !isHidden },
        bubbles: true,
        composed: true,
      }),
    );
  }
}
