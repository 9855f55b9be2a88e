// The card that tells what a missed call would lead to. Nothing is sent.
import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";

import { ShopClient } from "../api/client";
import type { Shop } from "../api/contract";
import type { ConfigForm, GridOptions, Hass } from "../api/hass";
import type { Simulated } from "../api/numbers";
import { sayReason } from "../reasons/words";
import { outcomeOf } from "../simulate/outcome";
import { simulateWords, type SaySimulate } from "../simulate/words";
import type { ShopCardConfig } from "../ui/card-element";
import { ShopCard, shopForm } from "../ui/shop-card";
import { formatOf } from "../ui/shop-element";

export const SIMULATE_CARD = "missed-call-textback-simulate";

export class SimulateCard extends ShopCard<ShopCardConfig> {
  @state() private answer: Simulated | undefined;
  @state() private isBusy = false;
  @state() private isNumberMissing = false;

  getCardSize(): number {
    return 5;
  }

  getGridOptions(): GridOptions {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  static getStubConfig(): Omit<ShopCardConfig, "type"> {
    return {};
  }

  static getConfigForm(): ConfigForm {
    return shopForm([], () => undefined);
  }

  protected override body(hass: Hass, shop: Shop): TemplateResult {
    const say = simulateWords.of(hass);
    if (shop.lines.length === 0) {
      return html`${this.heading(say("title"), shop)}
        <p role="status">${say("no_line")}</p>`;
    }
    return html`${this.heading(say("title"), shop)}
      <p class="soft">${say("promise")}</p>
      <form
        novalidate
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          void this.ask(event.currentTarget as HTMLFormElement, hass, shop);
        }}
      >
        <label>
          <span>${say("number")}</span>
          <input
            name="number"
            type="tel"
            dir="ltr"
            autocomplete="off"
            aria-invalid=${this.isNumberMissing}
            aria-describedby="refusal"
          />
        </label>
        ${shop.lines.length > 1 ? this.lines(shop, say) : nothing}
        <label>
          <span>${say("at")}</span>
          <input name="at" type="datetime-local" />
        </label>
        <button ?disabled=${this.isBusy}>${say("ask")}</button>
      </form>
      <div role="status">
        <p id="refusal">${this.isNumberMissing ? say("number_missing") : this.refusal}</p>
        ${this.answer === undefined ? nothing : this.told(this.answer, hass, say)}
      </div>`;
  }

  private lines(shop: Shop, say: SaySimulate): TemplateResult {
    const chosen = this.chosenLine(shop)?.id;
    return html`<label>
      <span>${say("line")}</span>
      <select name="line">
        ${shop.lines.map(
          (line) =>
            html`<option value=${line.id} ?selected=${line.id === chosen}>${line.name}</option>`,
        )}
      </select>
    </label>`;
  }

  private told(answer: Simulated, hass: Hass, say: SaySimulate): TemplateResult {
    const { title, cost } = outcomeOf(answer, formatOf(hass), say, new Date());
    return html`<h3>${title}</h3>
      <p>${sayReason(hass, answer.reason, answer.reason_text)}</p>
      ${
        answer.text === null
          ? nothing
          : html`<figure>
              <figcaption class="soft">${say("words")}</figcaption>
              <blockquote dir="auto">${answer.text}</blockquote>
              <span class="soft">${cost}</span>
            </figure>`
      }`;
  }

  private async ask(form: HTMLFormElement, hass: Hass, shop: Shop): Promise<void> {
    const fields = new FormData(form);
    const field = (name: string): string => {
      const value = fields.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const number = field("number");
    const lineId = field("line") || (this.chosenLine(shop) ?? shop.lines[0])?.id;
    this.isNumberMissing = number === "";
    this.answer = undefined;
    this.explain(undefined);
    if (this.isNumberMissing || lineId === undefined) return;
    this.isBusy = true;
    try {
      const client = new ShopClient(hass.connection, shop.entry_id);
      this.answer = await client.simulate(lineId, number, field("at") || undefined);
    } catch (error) {
      this.explain(error);
    } finally {
      this.isBusy = false;
    }
  }

  static override styles = [
    ShopCard.cardStyles,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(200px, 1fr));
        gap: 12px;
        align-items: end;
      }
      label {
        display: grid;
        gap: 4px;
        min-inline-size: 0;
        color: var(--mct-soft);
        font-size: 13px;
      }
      input,
      select {
        inline-size: 100%;
        min-inline-size: 0;
        min-block-size: 40px;
        padding: 6px 10px;
        border: 1px solid var(--mct-soft);
        border-radius: var(--mct-radius);
        background: var(--card-background-color);
        color: var(--primary-text-color);
        color-scheme: inherit;
        font-size: 16px;
      }
      [aria-invalid="true"] {
        border-color: var(--mct-urgent);
      }
      form button {
        min-block-size: 40px;
        padding: 6px 16px;
        border: 1px solid var(--primary-color);
        border-radius: 999px;
        background: color-mix(in srgb, var(--primary-color) 15%, transparent);
        font-weight: 500;
      }
      #refusal {
        color: var(--mct-urgent);
      }
      h3 {
        margin: 0;
        font-size: 16px;
        font-weight: 500;
      }
      figure {
        margin: 8px 0 0;
        display: grid;
        gap: 4px;
      }
      blockquote {
        margin: 0;
        padding: 8px 12px;
        border-radius: 12px;
        background: color-mix(in srgb, var(--primary-color) 15%, transparent);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];
}
