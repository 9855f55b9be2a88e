// The inbox of one shop: its conversations, and the one that is open.
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import { ShopClient } from "../api/client";
import { ShopElement } from "../ui/shop-element";
import { shared } from "../ui/styles";
import { InboxStore } from "./inbox-store";
import { inboxWords } from "./words";

export class Inbox extends ShopElement {
  @property() entryId: string | undefined;

  private store: InboxStore | undefined;
  private begun = "";

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store?.close();
    this.store = undefined;
    this.begun = "";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const server = this.server.current;
    if (this.hass === undefined || server === undefined || this.entryId === undefined) return;
    if (server.status !== "ready" && server.status !== "older") return;
    const wanted = `${this.entryId} ${server.epoch}`;
    if (!this.isConnected || wanted === this.begun) return;
    this.begun = wanted;
    this.store?.close();
    this.store = new InboxStore(new ShopClient(this.hass.connection, this.entryId), () => {
      this.requestUpdate();
    });
    void this.store.open();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.hass === undefined || this.store === undefined) return nothing;
    const say = inboxWords(this.hass);
    const { threads } = this.store;
    if (threads.length === 0) {
      return html`<p class="empty">${say(this.store.isBusy ? "loading" : "empty")}</p>`;
    }
    return html`<mctb-thread-list
      .hass=${this.hass}
      .threads=${threads}
      .more=${!this.store.isWhole}
      @list-end=${() => void this.store?.more()}
    ></mctb-thread-list>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .empty {
        padding: 16px;
        color: var(--mct-soft);
      }
    `,
  ];
}
