// What conversations are looked for: words, a state, a line.
import { css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import { STATES, type Line, type ThreadState } from "../api/contract";
import { HassElement } from "../ui/hass-element";
import { shared } from "../ui/styles";
import type { Filter } from "./thread-pages";
import { inboxWords } from "./words";

/** Fires `filtered` with a `Filter`, and `looked` with words to look for. */
export class ThreadFilter extends HassElement {
  /** The lines to choose from: none where there is nothing to choose. */
  @property({ attribute: false }) lines: readonly Line[] = [];
  @property({ attribute: false }) filter: Filter = {};

  protected override render(): TemplateResult | typeof nothing {
    if (this.hass === undefined) return nothing;
    const say = inboxWords(this.hass);
    return html`<input
        class="field"
        type="search"
        dir="auto"
        placeholder=${say("search")}
        aria-label=${say("search")}
        @input=${this.looked}
      />
      <select class="field" aria-label=${say("show_state")} @change=${this.chosen} name="state">
        <option value="">${say("all_states")}</option>
        ${STATES.map((state) => this.option(state, say(`state_${state}`), this.filter.state))}
      </select>
      ${
        this.lines.length < 2
          ? nothing
          : html`<select
              class="field"
              aria-label=${say("show_line")}
              @change=${this.chosen}
              name="line"
            >
              <option value="">${say("all_lines")}</option>
              ${this.lines.map((line) => this.option(line.id, line.name, this.filter.lineId))}
            </select>`
      }`;
  }

  private option(value: string, label: string, chosen: string | undefined): TemplateResult {
    return html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;
  }

  private looked(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.dispatchEvent(new CustomEvent<string>("looked", { detail: event.target.value.trim() }));
  }

  private chosen(): void {
    const read = (name: string): string =>
      this.renderRoot.querySelector<HTMLSelectElement>(`[name=${name}]`)?.value ?? "";
    const state = STATES.find((each): each is ThreadState => each === read("state"));
    // A line that is fixed from outside is no choice here.
    const lineId = this.lines.length < 2 ? this.filter.lineId : read("line") || undefined;
    const detail: Filter = {
      ...(state === undefined ? {} : { state }),
      ...(lineId === undefined ? {} : { lineId }),
    };
    this.dispatchEvent(new CustomEvent<Filter>("filtered", { detail }));
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--mct-gap);
        padding: 8px 16px;
        border-block-end: 1px solid var(--mct-line);
      }
      .field {
        flex: 1 1 120px;
        min-inline-size: 0;
      }
    `,
  ];
}
