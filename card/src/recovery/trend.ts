// A year, month by month: how many calls were missed, and how many of the callers were won back.
import { css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import type { Hass } from "../api/hass";
import type { Month } from "../api/numbers";
import { Calendar } from "../i18n/calendar";
import { HassElement } from "../ui/hass-element";
import { formatOf } from "../ui/shop-element";
import { shared } from "../ui/styles";
import { numberWords, type SayNumbers } from "./words";

/** Return how high the bars are, in percent of the chart; a bar that stands for something is seen. */
export function barsOf(months: readonly Month[]): { missed: number; recovered: number }[] {
  const most = Math.max(1, ...months.map((month) => Math.max(month.missed, month.recovered)));
  const height = (n: number): number => (n === 0 ? 0 : Math.max(2, Math.round((100 * n) / most)));
  return months.map(({ missed, recovered }) => ({
    missed: height(missed),
    recovered: height(recovered),
  }));
}

export class Trend extends HassElement {
  @property({ attribute: false }) months: readonly Month[] = [];
  /** The month that is told of: the one that is pointed at, or the latest. */
  @state() private told: number | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { hass, months } = this;
    if (hass === undefined) return nothing;
    const say = numberWords.of(hass);
    if (months.every((month) => month.missed === 0 && month.recovered === 0)) {
      return html`<p>${say("no_trend")}</p>`;
    }
    const calendar = new Calendar(hass.locale);
    const last = months.length - 1;
    const told = Math.min(this.told ?? last, last);
    const words = months.map((month) => this.words(month, calendar, say, hass));
    const bars = barsOf(months);
    return html`<h3 id="title">${say("trend")}</h3>
      <p class="legend" aria-hidden="true">
        <span class="missed">${say("missed")}</span>
        <span class="recovered">${say("recovered")}</span>
      </p>
      <div
        class="chart"
        role="group"
        aria-labelledby="title"
        @keydown=${this.walk}
        @pointerleave=${this.tellLatest}
        @focusout=${this.tellLatest}
      >
        ${months.map((month, at) => {
          const tell = (): void => {
            this.told = at;
          };
          return html`<div
            class="month"
            role="img"
            aria-label=${words[at]}
            tabindex=${at === told ? 0 : -1}
            @focus=${tell}
            @pointerenter=${tell}
            @click=${tell}
          >
            <span class="bars">
              <span class="bar missed" style="block-size:${bars[at]?.missed ?? 0}%"></span>
              <span class="bar recovered" style="block-size:${bars[at]?.recovered ?? 0}%"></span>
            </span>
            <span class="name">${calendar.month(month.month, "narrow")}</span>
          </div>`;
        })}
      </div>
      <p class="told" aria-hidden="true">${words[told]}</p>`;
  }

  private words(month: Month, calendar: Calendar, say: SayNumbers, hass: Hass): string {
    const format = formatOf(hass);
    return say("of_month", {
      month: calendar.month(month.month, "long"),
      missed: format.number(month.missed),
      recovered: format.number(month.recovered),
    });
  }

  private readonly tellLatest = (): void => {
    this.told = undefined;
  };

  private walk(event: KeyboardEvent): void {
    const months = [...this.renderRoot.querySelectorAll<HTMLElement>(".month")];
    const at = months.indexOf(event.target as HTMLElement);
    const on = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + on, ArrowLeft: at - on, Home: 0, End: months.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    months[Math.max(0, Math.min(to, months.length - 1))]?.focus();
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        --missed: color-mix(in srgb, var(--mct-soft) 55%, transparent);
        --recovered: var(--success-color, #43a047);
      }
      :host(:dir(rtl)) {
        text-align: right;
      }
      h3,
      p {
        margin: 0;
        font-size: 14px;
        font-weight: 500;
      }
      p {
        color: var(--mct-soft);
        font-size: 13px;
        font-weight: 400;
      }
      .legend {
        display: flex;
        gap: 16px;
        margin-block: 4px 8px;
      }
      .legend span {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .legend span::before {
        content: "";
        inline-size: 10px;
        block-size: 10px;
        border-radius: 2px;
        background: var(--missed);
      }
      .legend .recovered::before {
        background: var(--recovered);
      }
      .chart {
        display: flex;
        block-size: 128px;
      }
      .month {
        flex: 1;
        min-inline-size: 0;
        display: flex;
        flex-direction: column;
        padding-inline: 1px;
        border-radius: 4px;
      }
      .month:hover,
      .month:focus {
        background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
      }
      .bars {
        flex: 1;
        display: flex;
        align-items: flex-end;
        justify-content: center;
        gap: 1px;
        border-block-end: 1px solid var(--mct-line);
      }
      .bar {
        flex: 1;
        max-inline-size: 14px;
        border-start-start-radius: 3px;
        border-start-end-radius: 3px;
        background: var(--missed);
      }
      .bar.recovered {
        background: var(--recovered);
      }
      .name {
        text-align: center;
        color: var(--mct-soft);
        font-size: 12px;
        line-height: 20px;
      }
      .told {
        min-block-size: 1.5em;
        text-align: center;
      }
    `,
  ];
}
