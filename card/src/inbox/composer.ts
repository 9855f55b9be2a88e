// Where an answer is written: quick answers, what it costs, and why it was refused if it was.
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import { inPlainWords } from "../reasons/plain-words";
import type { Shop } from "../api/contract";
import { HassElement } from "../ui/hass-element";
import { formatOf } from "../ui/shop-element";
import { shared } from "../ui/styles";
import type { Answers } from "./answers";
import { segments } from "./segments";
import { inboxWords } from "./words";

// What fits into one text: plainly, and with characters that only UCS-2 has.
const USUAL_ROOM = 160;
const SPECIAL_ROOM = 70;

/** Fires `sent` once an answer is on its way. */
export class Composer extends HassElement {
  @property({ attribute: false }) shop?: Shop;
  @property({ attribute: false }) answers?: Answers;
  @property({ type: Number }) threadId = 0;
  /** Rises whenever an answer stands otherwise than before. */
  @property({ type: Number }) version = 0;
  /** Whom it goes to. */
  @property() who = "";
  @property({ type: Boolean }) offline = false;
  @state() private words = "";
  @state() private refusal: string | undefined;
  private failure: unknown;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("threadId") && !changed.has("answers") && !changed.has("version")) return;
    const kept = this.answers?.drafts.get(this.threadId) ?? "";
    // Blanks are not kept, and somebody may be typing.
    if (kept.trim() !== this.words.trim() || changed.has("threadId")) this.words = kept;
    void this.explain(this.answers?.failure(this.threadId));
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.hass === undefined || this.shop === undefined) return nothing;
    const say = inboxWords(this.hass);
    if (!this.shop.can_reply) return html`<p class="refusal">${say("read_only")}</p>`;
    const standing = this.answers?.standing(this.threadId);
    const isInDoubt = this.refusal === undefined && (standing === "lost" || standing === "unsure");
    const doubt = isInDoubt ? say(`answer_${standing}`) : undefined;
    return html`
      ${
        this.refusal === undefined
          ? nothing
          : html`<p class="refusal" role="alert" dir="auto">${this.refusal}</p>`
      }
      <p class=${doubt === undefined ? "unseen" : "doubt"} role="status">${doubt}</p>
      ${this.quickAnswers()}
      <form @submit=${this.submit}>
        <textarea
          class="field"
          rows="2"
          dir="auto"
          placeholder=${say("write")}
          aria-label=${say("your_answer", { who: this.who })}
          aria-describedby="meter"
          .value=${this.words}
          @input=${this.typed}
          @keydown=${this.keyed}
        ></textarea>
        <button
          class="action main"
          ?disabled=${standing === "sending" || this.offline || this.words.trim() === ""}
        >
          <ha-icon icon="mdi:send"></ha-icon><span>${say("send")}</span>
        </button>
      </form>
      <p id="meter" class="small">${this.meter()}</p>
    `;
  }

  private quickAnswers(): TemplateResult | typeof nothing {
    if (this.hass === undefined || !this.shop?.templates.length) return nothing;
    const label = inboxWords(this.hass)("quick_answers");
    return html`<div class="quick" role="group" aria-label=${label}>
      ${this.shop.templates.map(
        (template) =>
          html`<button
            class="action"
            title=${template.body}
            @click=${() => {
              this.insert(template.body);
            }}
          >
            <bdi>${template.name}</bdi>
          </button>`,
      )}
    </div>`;
  }

  private meter(): string | typeof nothing {
    if (this.hass === undefined || this.words === "") return nothing;
    const say = inboxWords(this.hass);
    const format = formatOf(this.hass);
    const cost = segments(this.words.trim());
    const left = format.number(cost.left);
    const told = say("meter", { n: cost.segments, left });
    if (cost.encoding === "GSM-7") return told;
    return `${told} · ${say("meter_special", { room: SPECIAL_ROOM, usual: USUAL_ROOM })}`;
  }

  private insert(body: string): void {
    const before = this.words.trimEnd();
    this.write(before === "" ? body : `${before}\n${body}`);
    this.renderRoot.querySelector("textarea")?.focus();
  }

  private typed(event: Event): void {
    if (event.target instanceof HTMLTextAreaElement) this.write(event.target.value);
  }

  private write(words: string): void {
    this.words = words;
    this.answers?.drafts.set(this.threadId, words);
  }

  private keyed(event: KeyboardEvent): void {
    // Enter begins a line: a text that went out half written cannot be called back.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (!this.offline && this.words.trim() !== "") void this.send();
  }

  private async send(): Promise<void> {
    const { answers, threadId } = this;
    const isSent = await answers?.send(threadId, this.words.trim());
    // Another conversation may be open by now.
    if (isSent && threadId === this.threadId) this.dispatchEvent(new CustomEvent("sent"));
  }

  /** Find the words for what went wrong, which may have to be loaded. */
  private async explain(failure: unknown): Promise<void> {
    if (failure === this.failure) return;
    this.failure = failure;
    this.refusal = undefined;
    if (failure === undefined || this.hass === undefined) return;
    const words = await inPlainWords(this.hass, failure);
    if (failure === this.failure) this.refusal = words;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 8px 16px;
        border-block-start: 1px solid var(--mct-line);
        background: var(--card-background-color, #fff);
      }
      form {
        display: flex;
        align-items: end;
        gap: var(--mct-gap);
      }
      textarea {
        flex: 1;
        min-inline-size: 0;
        max-block-size: 40vh;
        resize: vertical;
        field-sizing: content;
      }
      .quick {
        display: flex;
        gap: var(--mct-gap);
        overflow-x: auto;
        padding-block-end: 8px;
      }
      .quick .action {
        flex: none;
        font-weight: 400;
      }
      #meter {
        min-block-size: 16px;
        margin: 4px 0 0;
      }
      .doubt,
      .refusal {
        margin: 0 0 8px;
        padding: 8px 12px;
        border-inline-start: 4px solid var(--mct-urgent);
        border-radius: 4px;
        background: color-mix(in srgb, var(--mct-urgent) 10%, transparent);
      }
      .doubt {
        border-color: var(--warning-color, #ffa600);
        background: color-mix(in srgb, var(--warning-color, #ffa600) 12%, transparent);
      }
    `,
  ];
}
