// What all cards of one shop's numbers have in common: their frame, and what they say of trouble.
import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";

import { inPlainWords } from "../reasons/plain-words";
import type { Shop } from "../api/contract";
import type { ConfigForm, Hass } from "../api/hass";
import { inboxWords, inboxWordsFor } from "../inbox/words";
import type { NumbersController } from "../recovery/numbers-controller";
import type { Period } from "../recovery/period";
import { CardElement, type ShopCardConfig } from "./card-element";
import { shared } from "./styles";

export abstract class ShopCard<Config extends ShopCardConfig> extends CardElement<Config> {
  @state() protected refusal = "";

  private refusedFor: unknown;

  /** Return what stands in the card of a shop that the user may see. */
  protected abstract body(hass: Hass, shop: Shop, config: Config): TemplateResult;

  /** Keep numbers of what this card shows. */
  protected follow(numbers: NumbersController, period: Period): void {
    const server = this.server.current;
    const shop = this.chosenShop;
    if (this.hass === undefined || server === undefined || shop === undefined) return;
    if (!this.usable || !this.isConnected) return;
    numbers.want({
      connection: this.hass.connection,
      epoch: server.epoch,
      shop,
      lineId: this.chosenLine(shop)?.id,
      period,
    });
    this.explain(numbers.failure);
  }

  /** Return what went wrong with numbers, if anything did, and a way to ask again. */
  protected refused(hass: Hass, numbers: NumbersController): TemplateResult | typeof nothing {
    if (this.refusal === "") return nothing;
    return html`<p class="notice" role="alert">
      ${this.refusal}
      <button
        @click=${() => {
          numbers.again();
        }}
      >
        ${inboxWords(hass)("again")}
      </button>
    </p>`;
  }

  /** Return a card's title, with its line where one was chosen. */
  protected heading(title: string, shop: Shop): TemplateResult {
    const line = this.chosenLine(shop);
    return html`<h2 id="title">
      ${title}${line === undefined ? nothing : html` · <bdi>${line.name}</bdi>`}
    </h2>`;
  }

  /** Find the words for what went wrong, which may have to be loaded. */
  protected explain(failure: unknown): void {
    if (failure === this.refusedFor || this.hass === undefined) return;
    this.refusedFor = failure;
    if (failure === undefined) {
      this.refusal = "";
      return;
    }
    const say = inboxWords(this.hass);
    void inPlainWords(this.hass, failure).then((why) => {
      if (this.refusedFor === failure) this.refusal = say("failed", { why });
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, config } = this;
    if (hass === undefined || config === undefined) return nothing;
    const shop = this.chosenShop;
    if (shop === undefined) return this.withoutShop(hass);
    return html`<ha-card>${this.notice(hass)}${this.body(hass, shop, config)}</ha-card>`;
  }

  private withoutShop(hass: Hass): TemplateResult {
    const status = this.server.current?.status;
    const why = status === "away" ? "away" : "loading";
    const say = inboxWords(hass);
    const closed = this.closedShop;
    const words =
      closed === undefined
        ? say(this.usable ? "no_shop" : why)
        : say("closed_shop", { shop: closed.title });
    return html`<ha-card><p class="soft" role="status">${words}</p></ha-card>`;
  }

  private notice(hass: Hass): TemplateResult | typeof nothing {
    const say = inboxWords(hass);
    const { status } = this.server.current ?? {};
    if (status === "older") {
      return html`<p class="notice" role="status">
        ${say("older")}
        <button
          @click=${() => {
            location.reload();
          }}
        >
          ${say("reload")}
        </button>
      </p>`;
    }
    if (status === "away") return html`<p class="notice" role="status">${say("away")}</p>`;
    return nothing;
  }

  static cardStyles = [
    shared,
    css`
      :host {
        display: block;
        block-size: 100%;
      }
      /* Words read in their own order, and all stand on the side where the page begins. */
      h2,
      label,
      li {
        unicode-bidi: plaintext;
      }
      :host(:dir(rtl)) {
        text-align: right;
      }
      ha-card {
        block-size: 100%;
        padding: 16px;
        display: flex;
        flex-direction: column;
        gap: 12px;
        overflow: hidden auto;
      }
      h2 {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        line-height: 1.5;
      }
      p {
        margin: 0;
      }
      .soft {
        color: var(--mct-soft);
        font-size: 13px;
      }
      .notice {
        padding: 8px 12px;
        border: 1px solid color-mix(in srgb, var(--warning-color, #ffa600) 50%, transparent);
        border-radius: var(--mct-radius);
        background: color-mix(in srgb, var(--warning-color, #ffa600) 12%, transparent);
      }
      .notice button {
        border: 0;
        padding: 4px 8px;
        background: none;
        font-weight: 500;
        text-decoration: underline;
      }
    `,
  ];
}

/** Return the options that all cards of a shop have, and their words. */
export function shopForm(
  more: ConfigForm["schema"],
  label: (name: string) => string | undefined,
  helper: (name: string) => string | undefined = () => undefined,
): ConfigForm {
  const say = inboxWordsFor(document.documentElement.lang || navigator.language);
  return {
    schema: [
      { name: "shop", selector: { config_entry: { integration: "missed_call_textback" } } },
      {
        name: "line",
        selector: {
          device: { filter: { integration: "missed_call_textback", model: "Phone line" } },
        },
      },
      ...more,
    ],
    computeLabel: ({ name }) => {
      if (name === "shop") return say("option_shop");
      return name === "line" ? say("option_line") : (label(name) ?? name);
    },
    computeHelper: ({ name }) => (name === "line" ? say("option_line_hint") : helper(name)),
  };
}

/** Offer a card to whoever chose an entity of the integration: of that entity's shop. */
export function suggest(
  type: string,
): (hass: Hass, id: string) => { config: ShopCardConfig } | null {
  return (hass, id) => {
    const entity = hass.entities[id];
    if (entity?.platform !== "missed_call_textback") return null;
    const shop = hass.devices[entity.device_id ?? ""]?.config_entries?.[0];
    return { config: { type: `custom:${type}`, ...(shop === undefined ? {} : { shop }) } };
  };
}
