// The card of conversations: who waits, and what they wrote.
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import type { CardConfig, ConfigForm, GridOptions, Hass } from "../api/hass";
import { inboxWords } from "../inbox/words";
import { ShopElement } from "../ui/shop-element";
import { shared } from "../ui/styles";

export const INBOX_CARD = "missed-call-textback-inbox";

export interface InboxCardConfig extends CardConfig {
  shop?: string;
  line?: string;
}

export class InboxCard extends ShopElement {
  @property({ type: Boolean }) preview = false;
  @state() private config: InboxCardConfig | undefined;

  setConfig(config: InboxCardConfig): void {
    this.config = config;
  }

  getCardSize(): number {
    return 8;
  }

  getGridOptions(): GridOptions {
    return { columns: 12, min_columns: 6, rows: 8, min_rows: 5 };
  }

  static getStubConfig(): Omit<InboxCardConfig, "type"> {
    return {};
  }

  static getConfigForm(): ConfigForm {
    return {
      schema: [
        { name: "shop", selector: { config_entry: { integration: "missed_call_textback" } } },
      ],
    };
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // A user without rights sees no empty card; somebody who arranges cards sees that it is there.
    const isHidden = !this.preview && this.shop(this.config?.shop) === undefined;
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

  protected override render(): TemplateResult | typeof nothing {
    if (this.hass === undefined || this.config === undefined) return nothing;
    const shop = this.shop(this.config.shop);
    const say = inboxWords(this.hass);
    return html`<ha-card>
      ${
        shop === undefined
          ? html`<p>${say("no_shop")}</p>`
          : html`<mctb-inbox .hass=${this.hass} .entryId=${shop.entry_id}></mctb-inbox>`
      }
    </ha-card>`;
  }

  static override styles = [
    shared,
    css`
      ha-card {
        block-size: 100%;
        overflow: hidden auto;
      }
      p {
        padding: 16px;
      }
    `,
  ];
}

/** Offer the card to whoever chose an entity of the integration. */
export function suggestInbox(hass: Hass, entityId: string): { config: CardConfig } | null {
  const isOurs = hass.entities[entityId]?.platform === "missed_call_textback";
  return isOurs ? { config: { type: `custom:${INBOX_CARD}` } } : null;
}
