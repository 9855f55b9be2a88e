// The panel in the sidebar: the inbox, for daily work.
import { css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import type { Shop } from "../api/contract";
import type { Hass } from "../api/hass";
import { inboxWords } from "../inbox/words";
import { ShopElement } from "../ui/shop-element";
import { shared } from "../ui/styles";
import { pathOf, placeIn, type Place } from "./path";

export const PANEL = "missed-call-textback-panel";

/** Marks what this panel put into the browser's history: one step back is the list. */
interface Step {
  missedCallTextback: true;
}

export class Panel extends ShopElement {
  @property({ type: Boolean, reflect: true }) narrow = false;
  @property({ attribute: false }) route?: { prefix: string; path: string };
  @property({ attribute: false }) panel?: unknown;

  override get wantedShop(): string | undefined {
    return placeIn(this.route?.path ?? "").entryId;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass } = this;
    if (hass === undefined) return nothing;
    const place = placeIn(this.route?.path ?? "");
    const shop = this.shop(place.entryId);
    const isReading = this.narrow && place.threadId !== undefined;
    return html`${isReading ? nothing : this.toolbar(hass, shop)}
      <main>
        ${
          shop === undefined && this.server.current?.status === "ready"
            ? html`<p role="status">${this.withoutShop(hass)}</p>`
            : html`<mctb-inbox
                .hass=${hass}
                .entryId=${shop?.entry_id}
                .threadId=${place.threadId}
                ?narrow=${this.narrow}
                @conversation=${(event: CustomEvent<number | null>) => {
                  this.open(shop, event.detail ?? undefined);
                }}
              ></mctb-inbox>`
        }
      </main>`;
  }

  private withoutShop(hass: Hass): string {
    const say = inboxWords(hass);
    const closed = this.closedShop;
    return closed === undefined ? say("no_shop") : say("closed_shop", { shop: closed.title });
  }

  private toolbar(hass: Hass, shop: Shop | undefined): TemplateResult {
    const say = inboxWords(hass);
    const shops = this.server.current?.shops ?? [];
    return html`<header>
      <ha-menu-button .hass=${hass} .narrow=${this.narrow}></ha-menu-button>
      <h1>${say("title")}</h1>
      ${
        shops.length < 2
          ? nothing
          : html`<select
              class="field"
              aria-label=${say("shop")}
              @change=${(event: Event) => {
                if (!(event.target instanceof HTMLSelectElement)) return;
                this.go({ entryId: event.target.value }, true);
              }}
            >
              ${shops.map(
                (each) =>
                  html`<option value=${each.entry_id} ?selected=${each === shop}>
                    ${each.title}
                  </option>`,
              )}
            </select>`
      }
    </header>`;
  }

  private open(shop: Shop | undefined, threadId: number | undefined): void {
    if (shop === undefined) return;
    const entryId = shop.entry_id;
    if (threadId !== undefined) {
      const isOpen = placeIn(this.route?.path ?? "").threadId !== undefined;
      this.go({ entryId, threadId }, isOpen);
    } else if (isStep(history.state)) history.back();
    else this.go({ entryId }, true);
  }

  /** Go to a place as Home Assistant's own pages do, so that its back button, and a phone's, work. */
  private go(place: Place, replace: boolean): void {
    const path = `${this.route?.prefix ?? ""}${pathOf(place)}`;
    const step: Step | null =
      place.threadId !== undefined && (!replace || isStep(history.state))
        ? { missedCallTextback: true }
        : null;
    if (replace) history.replaceState(step, "", path);
    else history.pushState(step, "", path);
    window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace } }));
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        /* Home Assistant pads what a phone's edges cover, and gives no height of its own. */
        block-size: calc(
          100dvh - var(--safe-area-inset-top, 0px) - var(--safe-area-inset-bottom, 0px)
        );
        background: var(--primary-background-color);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--mct-gap);
        min-block-size: var(--header-height, 56px);
        padding-inline: 4px 16px;
        background: var(--app-header-background-color, var(--primary-color));
        color: var(--app-header-text-color, var(--text-primary-color));
        border-block-end: var(--app-header-border-bottom, none);
      }
      h1 {
        flex: 1;
        margin: 0;
        font-size: 20px;
        font-weight: 400;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      header .field {
        color: var(--primary-text-color);
      }
      main {
        flex: 1;
        min-block-size: 0;
      }
      main p {
        padding: 16px;
      }
    `,
  ];
}

function isStep(state: unknown): state is Step {
  return typeof state === "object" && state !== null && "missedCallTextback" in state;
}
