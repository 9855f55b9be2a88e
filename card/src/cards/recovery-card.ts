// The card of numbers: who waits, what was won back, and how it goes.
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";

import type { Shop } from "../api/contract";
import type { ConfigForm, GridOptions, Hass } from "../api/hass";
import type { Numbers } from "../api/numbers";
import { inboxWords } from "../inbox/words";
import { details, detailStyles } from "../recovery/details";
import { NumbersController } from "../recovery/numbers-controller";
import { lengthOf, periodOf, periodOptions, PERIODS, type Period } from "../recovery/period";
import { chosenTiles, tileOf, TILES, type Tile } from "../recovery/tiles";
import { numberWords, type SayNumbers } from "../recovery/words";
import type { ShopCardConfig } from "../ui/card-element";
import { ShopCard, shopForm } from "../ui/shop-card";
import { formatOf } from "../ui/shop-element";

export const RECOVERY_CARD = "missed-call-textback-recovery";

export interface RecoveryCardConfig extends ShopCardConfig {
  tiles?: string[];
  period?: string | number;
}

const ARROWS = { up: "▲", down: "▼", same: "=" } as const;

export class RecoveryCard extends ShopCard<RecoveryCardConfig> {
  @state() private period: Period = 30;

  private readonly numbers = new NumbersController(this);

  override setConfig(config: RecoveryCardConfig): void {
    super.setConfig(config);
    this.period = periodOf(config.period);
  }

  getCardSize(): number {
    return 8;
  }

  getGridOptions(): GridOptions {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  static getStubConfig(): Omit<RecoveryCardConfig, "type"> {
    return {};
  }

  static getConfigForm(): ConfigForm {
    const say = numberWords.ofPage();
    return shopForm(
      [
        { name: "period", selector: { select: { mode: "dropdown", options: periodOptions() } } },
        {
          name: "tiles",
          selector: {
            select: {
              multiple: true,
              mode: "list",
              options: TILES.map((tile) => ({ value: tile, label: say(`tile_${tile}`) })),
            },
          },
        },
      ],
      (name) => (name === "tiles" ? say("option_tiles") : say("option_period")),
      (name) => (name === "tiles" ? say("option_tiles_all") : undefined),
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.follow(this.numbers, this.period);
  }

  protected override body(hass: Hass, shop: Shop, config: RecoveryCardConfig): TemplateResult {
    const say = numberWords.of(hass);
    const { numbers } = this.numbers;
    return html`<header>${this.heading(say("title"), shop)} ${this.choice(hass, say)}</header>
      ${this.refused(hass, this.numbers)}
      ${
        numbers === undefined
          ? html`<p class="soft">${this.refusal === "" ? inboxWords(hass)("loading") : nothing}</p>`
          : this.told(hass, numbers, config, say)
      }`;
  }

  private choice(hass: Hass, say: SayNumbers): TemplateResult {
    const format = formatOf(hass);
    return html`<div class="choice" role="group" aria-label=${say("period")}>
      ${PERIODS.map(
        (period) =>
          html`<button
            aria-pressed=${period === this.period}
            @click=${() => {
              this.period = period;
            }}
          >
            ${lengthOf(period, (value, options) => format.number(value, options))}
          </button>`,
      )}
    </div>`;
  }

  private told(
    hass: Hass,
    numbers: Numbers,
    config: RecoveryCardConfig,
    say: SayNumbers,
  ): TemplateResult {
    const format = formatOf(hass);
    const period = lengthOf(this.period, (value, options) => format.number(value, options));
    return html`<ul class="tiles">
        ${chosenTiles(config.tiles).map((name) =>
          this.tile(tileOf(name, numbers, format), numbers, say),
        )}
      </ul>
      <p class="soft">${say("than", { period })}</p>
      <mctb-trend .hass=${hass} .months=${numbers.months}></mctb-trend>
      ${details(hass, numbers)}`;
  }

  private tile(tile: Tile, numbers: Numbers, say: SayNumbers): TemplateResult {
    return html`<li>
      <span class="name"
        ><ha-icon icon=${tile.icon} aria-hidden="true"></ha-icon>${say(`tile_${tile.name}`)}</span
      >
      ${
        tile.value === null
          ? html`<span class="none">${say("not_enough")}</span>`
          : html`<bdi class="value">${tile.value}</bdi>`
      }
      ${tile.name === "waiting" ? this.waiting(numbers, say) : this.change(tile, say)}
    </li>`;
  }

  private waiting({ now }: Numbers, say: SayNumbers): TemplateResult | typeof nothing {
    if (now.urgent > 0) {
      return html`<span class="change worse"
        ><span aria-hidden="true">!</span> ${say("urgent", { n: now.urgent })}</span
      >`;
    }
    if (now.to_call_back === 0) return nothing;
    return html`<span class="change">${say("to_call_back", { n: now.to_call_back })}</span>`;
  }

  private change({ change }: Tile, say: SayNumbers): TemplateResult | typeof nothing {
    if (change === null) return nothing;
    const { points } = change;
    const amount =
      points === null ? change.words : say("points", { n: points, change: change.words });
    const words = change.verdict === "same" ? say("same") : say(change.verdict, { change: amount });
    return html`<span class="change ${change.verdict}"
      ><span aria-hidden="true">${ARROWS[change.way]}</span> ${words}</span
    >`;
  }

  static override styles = [
    ShopCard.cardStyles,
    detailStyles,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
      }
      .choice {
        display: flex;
        flex-wrap: wrap;
        border: 1px solid var(--mct-line);
        border-radius: 999px;
        overflow: hidden;
      }
      .choice button {
        border: 0;
        padding: 6px 10px;
        background: none;
        font-size: 13px;
        border-radius: 999px;
      }
      .choice [aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color) 20%, transparent);
        font-weight: 500;
      }
      .tiles {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
        gap: 8px;
        margin: 0;
      }
      .tiles li {
        display: flex;
        flex-direction: column;
        gap: 2px;
        padding: 10px 12px;
        border: 1px solid var(--mct-line);
        border-radius: var(--mct-radius);
      }
      .tiles .name {
        display: flex;
        gap: 6px;
        align-items: center;
        color: var(--mct-soft);
        font-size: 13px;
      }
      ha-icon {
        --mdc-icon-size: 18px;
      }
      .value {
        font-size: 24px;
        line-height: 32px;
        font-weight: 500;
        font-variant-numeric: tabular-nums;
      }
      .none,
      .change {
        color: var(--mct-soft);
        font-size: 13px;
      }
      .none {
        line-height: 32px;
      }
      .better > span {
        color: var(--success-color, #43a047);
      }
      .worse > span {
        color: var(--mct-urgent);
      }
    `,
  ];
}
