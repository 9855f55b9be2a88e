// The card of conversations: who waits, and what they wrote.
import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";

import type { Shop } from "../api/contract";
import type { ConfigForm, GridOptions, Hass } from "../api/hass";
import { inboxWords } from "../inbox/words";
import { CardElement, type ShopCardConfig } from "../ui/card-element";
import { shopForm } from "../ui/shop-card";
import { shared } from "../ui/styles";

export const INBOX_CARD = "missed-call-textback-inbox";

// Two panes need as much room as two phones.
const WIDE_PX = 700;

/** Marks what this card put into the browser's history: one step back is the list. */
interface Step {
  missedCallTextback: number;
}

export class InboxCard extends CardElement<ShopCardConfig> {
  @state() private narrow = true;
  @state() private threadId: number | undefined;
  private observer: ResizeObserver | undefined;

  getCardSize(): number {
    return 9;
  }

  getGridOptions(): GridOptions {
    return { columns: 12, min_columns: 6, rows: 9, min_rows: 5 };
  }

  static getStubConfig(): Omit<ShopCardConfig, "type"> {
    return {};
  }

  static getConfigForm(): ConfigForm {
    return shopForm([], () => undefined);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("popstate", this.stepped);
    if ("ResizeObserver" in window) {
      this.observer = new ResizeObserver(([size]) => {
        this.narrow = (size?.contentRect.width ?? 0) < WIDE_PX;
      });
      this.observer.observe(this);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("popstate", this.stepped);
    this.observer?.disconnect();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, config } = this;
    if (hass === undefined || config === undefined) return nothing;
    const shop = this.chosenShop;
    return html`<ha-card>
      ${
        shop === undefined
          ? html`<p role="status">${this.withoutShop(hass)}</p>`
          : html`<mctb-inbox
              .hass=${hass}
              .entryId=${shop.entry_id}
              .lineId=${this.lineIn(shop)}
              .threadId=${this.threadId}
              ?narrow=${this.narrow}
              @conversation=${(event: CustomEvent<number | null>) => {
                this.open(event.detail ?? undefined);
              }}
            ></mctb-inbox>`
      }
    </ha-card>`;
  }

  private withoutShop(hass: Hass): string | typeof nothing {
    const say = inboxWords(hass);
    const closed = this.closedShop;
    if (closed !== undefined) return say("closed_shop", { shop: closed.title });
    if (this.server.current?.status === "away") return say("away");
    return this.preview ? say("no_shop") : nothing;
  }

  /** Return the line that was chosen, as the server calls it. */
  private lineIn(shop: Shop): string | undefined {
    // Of a line that is gone, nothing is shown rather than everything.
    return this.chosenLine(shop)?.id ?? this.config?.line;
  }

  private open(threadId: number | undefined): void {
    if (threadId === undefined && isStep(history.state)) {
      history.back();
      return;
    }
    // Side by side nothing is covered that a step back would have to bring back.
    if (threadId !== undefined && this.narrow && this.threadId === undefined) {
      const step: Step = { missedCallTextback: threadId };
      history.pushState({ ...(history.state as object | null), ...step }, "");
    }
    this.threadId = threadId;
  }

  private readonly stepped = (): void => {
    if (!this.narrow) return;
    this.threadId = isStep(history.state) ? history.state.missedCallTextback : undefined;
  };

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        block-size: 100%;
      }
      ha-card {
        block-size: 100%;
        min-block-size: 320px;
        max-block-size: 90vh;
        overflow: hidden;
      }
      p {
        padding: 16px;
      }
    `,
  ];
}

function isStep(told: unknown): told is Step {
  return typeof told === "object" && told !== null && "missedCallTextback" in told;
}
