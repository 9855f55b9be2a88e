// The card of conversations: who waits, and what they wrote.
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import type { Shop } from "../api/contract";
import type { ConfigForm, GridOptions, Hass } from "../api/hass";
import { inboxWords } from "../inbox/words";
import { shopForm, type ShopCardConfig } from "../ui/shop-card";
import { ShopElement } from "../ui/shop-element";
import { shared } from "../ui/styles";

export const INBOX_CARD = "missed-call-textback-inbox";

// Two panes need as much room as two phones.
const WIDE_PX = 700;

/** Marks what this card put into the browser's history: one step back is the list. */
interface Step {
  missedCallTextback: number;
}

export class InboxCard extends ShopElement {
  /** Whether it stands in the editor of a dashboard. */
  @property({ type: Boolean }) preview = false;
  /** Asks the dashboard to keep it while it hides: it has to hear that there is something to show. */
  readonly connectedWhileHidden = true;
  @state() private config: ShopCardConfig | undefined;
  @state() private narrow = true;
  @state() private threadId: number | undefined;
  private observer: ResizeObserver | undefined;

  setConfig(config: ShopCardConfig): void {
    this.config = config;
  }

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

  override get wantedShop(): string | undefined {
    return this.config?.shop;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // A user without rights sees no empty card; somebody who arranges cards sees that it is there.
    const isKnown = this.server.current?.status === "ready";
    const isAnything = this.shop(this.config?.shop) !== undefined || this.closedShop !== undefined;
    const isHidden = !this.preview && isKnown && !isAnything;
    if (isHidden === this.hidden) return;
    this.hidden = isHidden;
    this.style.display = isHidden ? "none" : "";
    this.dispatchEvent(
      new CustomEvent("card-visibility-changed", {
        detail: { value: !isHidden },
        bubbles: true,
        composed: true,
      }),
    );
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, config } = this;
    if (hass === undefined || config === undefined) return nothing;
    const shop = this.shop(config.shop);
    return html`<ha-card>
      ${
        shop === undefined
          ? html`<p role="status">${this.withoutShop(hass)}</p>`
          : html`<mctb-inbox
              .hass=${hass}
              .entryId=${shop.entry_id}
              .lineId=${lineOf(shop, config)}
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

/** Return the line that was chosen, as the server calls it. */
function lineOf(shop: Shop, config: ShopCardConfig): string | undefined {
  if (config.line === undefined) return undefined;
  // Of a line that is gone, nothing is shown rather than everything.
  const chosen = shop.lines.find((line) => [line.id, line.device_id].includes(config.line ?? ""));
  return chosen?.id ?? config.line;
}

function isStep(told: unknown): told is Step {
  return typeof told === "object" && told !== null && "missedCallTextback" in told;
}
