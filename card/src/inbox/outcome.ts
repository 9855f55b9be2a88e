// What became of a conversation, who looks after it, and notes beside it.
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import type { ShopClient } from "../api/client";
import { inPlainWords } from "../reasons/plain-words";
import { STAGES, type Shop, type Stage, type Thread } from "../api/contract";
import type { Hass } from "../api/hass";
import { HassElement } from "../ui/hass-element";
import { shared } from "../ui/styles";
import { inboxWords } from "./words";

/** What is worth money. */
const VALUED: readonly Stage[] = ["quoted", "booked", "won"];

export class Outcome extends HassElement {
  @property({ attribute: false }) client?: ShopClient;
  @property({ attribute: false }) shop?: Shop;
  @property({ attribute: false }) thread?: Thread;
  @property({ type: Boolean }) offline = false;
  /** Which of the small forms is open. */
  @state() private form: Stage | "note" | undefined;
  @state() private isBusy = false;
  @state() private failure: string | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before: unknown = changed.get("thread");
    if (!changed.has("thread") || before === undefined) return;
    if ((before as Thread).thread_id === this.thread?.thread_id) return;
    this.form = undefined;
    this.failure = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, shop, thread } = this;
    if (hass === undefined || shop === undefined || thread === undefined) return nothing;
    const say = inboxWords(hass);
    return html`
      <div class="row" role="group" aria-label=${say("became")}>
        <span class="label">${say("became")}</span>
        ${STAGES.map((stage) => this.stageButton(stage, thread, say(stage)))}
      </div>
      ${this.form === undefined ? nothing : this.openForm(this.form, hass, thread)}
      <div class="row">
        ${this.team(shop, thread, hass)}
        <button
          class="action"
          aria-expanded=${this.form === "note"}
          @click=${() => {
            this.toggle("note");
          }}
        >
          <ha-icon icon="mdi:note-plus-outline"></ha-icon>${say("add_note")}
        </button>
      </div>
      ${
        this.failure === undefined
          ? nothing
          : html`<p class="failure" role="alert" dir="auto">${this.failure}</p>`
      }
    `;
  }

  private stageButton(stage: Stage, thread: Thread, label: string): TemplateResult {
    const hasForm = VALUED.includes(stage);
    return html`<button
      class="action"
      aria-pressed=${thread.stage === stage}
      aria-expanded=${hasForm ? this.form === stage : nothing}
      ?disabled=${this.isBusy || this.offline}
      @click=${() => {
        if (hasForm) this.toggle(stage);
        else void this.tell((client) => client.resolve(thread.thread_id, stage));
      }}
    >
      ${thread.stage === stage ? html`<ha-icon icon="mdi:check"></ha-icon>` : nothing}${label}
    </button>`;
  }

  private openForm(form: Stage | "note", hass: Hass, thread: Thread): TemplateResult {
    const say = inboxWords(hass);
    const label = form === "note" ? say("note") : say("value", { currency: thread.currency });
    return html`<form class="row" @submit=${this.submit}>
      <label>
        <span class="label">${form === "note" ? nothing : html`${say(form)}: `}${label}</span>
        ${
          form === "note"
            ? html`<textarea class="field" name="told" rows="2" dir="auto" required></textarea>`
            : html`<input
                class="field"
                name="told"
                type="number"
                inputmode="decimal"
                min="0"
                step="any"
                .value=${thread.value === null ? "" : String(thread.value)}
              />`
        }
      </label>
      <button class="action main" ?disabled=${this.isBusy || this.offline}>${say("save")}</button>
      <button
        class="action"
        type="button"
        @click=${() => {
          this.form = undefined;
        }}
      >
        ${say("cancel")}
      </button>
    </form>`;
  }

  private team(shop: Shop, thread: Thread, hass: Hass): TemplateResult | typeof nothing {
    if (shop.team.length === 0) return nothing;
    const say = inboxWords(hass);
    return html`<label class="row">
      <span class="label">${say("assigned")}</span>
      <select
        class="field"
        ?disabled=${this.isBusy || this.offline}
        .value=${live(thread.assignee_id ?? "")}
        @change=${(event: Event) => {
          if (!(event.target instanceof HTMLSelectElement)) return;
          const memberId = event.target.value || null;
          void this.tell((client) => client.assign(thread.thread_id, memberId));
        }}
      >
        <option value="" ?selected=${thread.assignee_id === null}>${say("nobody")}</option>
        ${shop.team.map(
          (member) =>
            html`<option value=${member.id} ?selected=${thread.assignee_id === member.id}>
              ${member.name}
            </option>`,
        )}
      </select>
    </label>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("form") && this.form !== undefined) {
      this.renderRoot.querySelector<HTMLElement>("form .field")?.focus();
    }
  }

  private toggle(form: Stage | "note"): void {
    this.form = this.form === form ? undefined : form;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const { form, thread } = this;
    const field = this.renderRoot.querySelector<HTMLInputElement>("form [name=told]");
    if (thread === undefined || form === undefined || field === null) return;
    const told = field.value.trim();
    if (form === "note") {
      if (told !== "") void this.tell((client) => client.note(thread.thread_id, told));
      return;
    }
    const value = told === "" ? undefined : Number(told);
    void this.tell((client) => client.resolve(thread.thread_id, form, value));
  }

  private async tell(say: (client: ShopClient) => Promise<void>): Promise<void> {
    const { client, hass } = this;
    if (client === undefined || hass === undefined) return;
    this.isBusy = true;
    this.failure = undefined;
    try {
      await say(client);
      this.form = undefined;
    } catch (error) {
      const why = await inPlainWords(hass, error);
      this.failure = inboxWords(hass)("failed", { why });
    }
    this.isBusy = false;
    this.dispatchEvent(new CustomEvent("told"));
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--mct-gap);
        padding: 8px 16px;
        border-block-end: 1px solid var(--mct-line);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--mct-gap);
      }
      label.row {
        align-items: center;
      }
      .label {
        color: var(--mct-soft);
        align-self: center;
      }
      form label {
        display: grid;
        flex: 1;
        gap: 4px;
        min-inline-size: min(100%, 220px);
      }
      [aria-pressed="true"] {
        border-color: var(--primary-color);
        background: color-mix(in srgb, var(--primary-color) 14%, transparent);
      }
      .failure {
        margin: 0;
        color: var(--primary-text-color);
        border-inline-start: 4px solid var(--mct-urgent);
        padding-inline-start: 8px;
      }
    `,
  ];
}
