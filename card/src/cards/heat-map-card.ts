// The card of when calls are missed: a week's hours, the stronger the more.
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";

import type { Shop } from "../api/contract";
import type { ConfigForm, GridOptions, Hass } from "../api/hass";
import { HeatScale, FEWEST_CALLS, step } from "../heat-map/scale";
import { heatWords, type SayHeat } from "../heat-map/words";
import { Calendar } from "../i18n/calendar";
import { inboxWords } from "../inbox/words";
import { NumbersController } from "../recovery/numbers-controller";
import { lengthOf, periodOf, periodOptions } from "../recovery/period";
import type { ShopCardConfig } from "../ui/card-element";
import { ShopCard, shopForm } from "../ui/shop-card";
import { formatOf } from "../ui/shop-element";

export const HEAT_MAP_CARD = "missed-call-textback-heat-map";

const USUAL_PERIOD = 90;

export interface HeatMapCardConfig extends ShopCardConfig {
  period?: string | number;
}

export class HeatMapCard extends ShopCard<HeatMapCardConfig> {
  /** The cell that the keyboard is at. */
  @state() private at = { row: 0, column: 0 };

  private readonly numbers = new NumbersController(this);

  getCardSize(): number {
    return 8;
  }

  getGridOptions(): GridOptions {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  static getStubConfig(): Omit<HeatMapCardConfig, "type"> {
    return {};
  }

  static getConfigForm(): ConfigForm {
    return shopForm(
      [{ name: "period", selector: { select: { mode: "dropdown", options: periodOptions() } } }],
      () => heatWords.ofPage()("option_period"),
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.follow(this.numbers, periodOf(this.config?.period, USUAL_PERIOD));
  }

  protected override body(hass: Hass, shop: Shop, config: HeatMapCardConfig): TemplateResult {
    const say = heatWords.of(hass);
    const { numbers } = this.numbers;
    const format = formatOf(hass);
    const period = lengthOf(periodOf(config.period, USUAL_PERIOD), (n, unit) =>
      format.number(n, unit),
    );
    return html`${this.heading(say("title"), shop)} ${this.refused(hass, this.numbers)}
      ${
        numbers === undefined
          ? html`<p class="soft">${this.refusal === "" ? inboxWords(hass)("loading") : nothing}</p>`
          : this.map(hass, new HeatScale(numbers.heat), say)
      }
      <p class="soft">${say("than", { period })}</p>`;
  }

  private map(hass: Hass, scale: HeatScale, say: SayHeat): TemplateResult {
    const calendar = new Calendar(hass.locale);
    const format = formatOf(hass);
    const { week } = calendar;
    // There may be fewer hours than when the keyboard was there.
    const atRow = Math.min(this.at.row, scale.hours.length - 1);
    return html`<p>${conclusion(scale, calendar, say)}</p>
      <table role="grid" aria-labelledby="title" @keydown=${this.walk}>
        <thead>
          <tr>
            <th scope="col"><span class="unseen">${say("hour")}</span></th>
            ${week.map(
              (weekday) =>
                html`<th scope="col" abbr=${calendar.weekday(weekday, "long")}>
                  ${calendar.weekday(weekday, "short")}
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${scale.hours.map(
            (hour, row) =>
              html`<tr>
                <th scope="row"><bdi>${calendar.hour(hour)}</bdi></th>
                ${week.map((weekday, column) => {
                  const missed = scale.at({ weekday, hour });
                  const when = calendar.hourOfWeek(weekday, hour);
                  const words = say("cell", { when, n: missed });
                  return html`<td
                    role="gridcell"
                    aria-label=${words}
                    title=${words}
                    tabindex=${row === atRow && column === this.at.column ? 0 : -1}
                    style="--strength:${scale.strength({ weekday, hour })}"
                    @focus=${() => {
                      this.at = { row, column };
                    }}
                  >
                    ${missed === 0 ? nothing : format.number(missed)}
                  </td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  private walk(event: KeyboardEvent): void {
    const rows = [...this.renderRoot.querySelectorAll("tbody tr")];
    const isRightToLeft = getComputedStyle(this).direction === "rtl";
    const size = { rows: rows.length, columns: 7 };
    const to = step(event.key, this.at, size, isRightToLeft);
    if (to === undefined) return;
    event.preventDefault();
    rows[to.row]?.querySelectorAll("td")[to.column]?.focus();
  }

  static override styles = [
    ShopCard.cardStyles,
    css`
      table {
        inline-size: 100%;
        table-layout: fixed;
        border-spacing: 2px;
      }
      th {
        padding: 0;
        color: var(--mct-soft);
        font-size: 12px;
        font-weight: 400;
        white-space: nowrap;
      }
      [scope="row"] {
        text-align: end;
        padding-inline-end: 6px;
      }
      th:first-child {
        inline-size: 52px;
      }
      td {
        block-size: 24px;
        padding: 0;
        border-radius: 4px;
        text-align: center;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
        /* No stronger than the text on it stays readable, in light and dark themes. */
        background: color-mix(
          in srgb,
          var(--primary-color) calc(var(--strength) * 50%),
          color-mix(in srgb, var(--primary-text-color) 5%, transparent)
        );
      }
    `,
  ];
}

/** Say in a sentence when most calls are missed, where that can be said. */
export function conclusion(scale: HeatScale, calendar: Calendar, say: SayHeat): string {
  if (scale.total < FEWEST_CALLS) return say("few");
  const [first, second] = scale.peaks.map((peak) => calendar.hourOfWeek(peak.weekday, peak.hour));
  if (first === undefined) return say("no_peak");
  return second === undefined
    ? say("peak", { when: first })
    : say("peaks", { when: first, other: second });
}
