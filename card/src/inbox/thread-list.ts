// The list of conversations: one button each, walked with the arrow keys.
import { css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import type { Thread } from "../api/contract";
import { HassElement } from "../ui/hass-element";
import { formatOf } from "../ui/shop-element";
import { shared } from "../ui/styles";
import { nameOf } from "./person";
import { chips, chipStyles } from "./thread-chips";
import { inboxWords } from "./words";

/** Fires `thread-chosen` with the id of a conversation, and `list-end` when the end comes into sight. */
export class ThreadList extends HassElement {
  @property({ attribute: false }) threads: readonly Thread[] = [];
  /** Words that were begun, by conversation. */
  @property({ attribute: false }) drafts: ReadonlyMap<number, string> = new Map();
  @property({ type: Number }) chosen: number | undefined;
  /** Whether there is more to read than is shown. */
  @property({ type: Boolean }) more = false;
  @property({ type: Boolean }) showLines = false;
  @state() private current: number | undefined;

  private observer: IntersectionObserver | undefined;

  /** Give the keyboard to the conversation that was open, or to the first one. */
  override focus(): void {
    this.button(this.chosen ?? this.current ?? this.threads[0]?.thread_id)?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.observer = undefined;
  }

  protected override updated(): void {
    const end = this.renderRoot.querySelector(".end");
    this.observer?.disconnect();
    this.observer = undefined;
    if (end === null || !("IntersectionObserver" in window)) return;
    // Anew after each page: an end that is still in sight would not be told of again.
    this.observer = new IntersectionObserver((seen) => {
      if (seen.some((each) => each.isIntersecting)) this.fire("list-end");
    });
    this.observer.observe(end);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.hass === undefined) return nothing;
    const say = inboxWords(this.hass);
    const reachable = this.threads.some((thread) => thread.thread_id === this.current)
      ? this.current
      : (this.chosen ?? this.threads[0]?.thread_id);
    return html`<ul aria-label=${say("conversations")} @keydown=${this.walk}>
        ${repeat(
          this.threads,
          (thread) => thread.thread_id,
          (thread) => html`<li>${this.row(thread, thread.thread_id === reachable)}</li>`,
        )}
      </ul>
      ${
        this.more
          ? html`<button
              class="end"
              @click=${() => {
                this.fire("list-end");
              }}
            >
              ${say("show_more")}
            </button>`
          : nothing
      }`;
  }

  private row(thread: Thread, reachable: boolean): TemplateResult | typeof nothing {
    if (this.hass === undefined) return nothing;
    const say = inboxWords(this.hass);
    const format = formatOf(this.hass);
    const isChosen = thread.thread_id === this.chosen;
    return html`<button
      class="row ${thread.unread > 0 ? "unread" : ""}"
      data-id=${thread.thread_id}
      tabindex=${reachable ? 0 : -1}
      aria-current=${isChosen ? "true" : nothing}
      @focus=${() => {
        this.current = thread.thread_id;
      }}
      @click=${() => {
        this.fire("thread-chosen", thread.thread_id);
      }}
    >
      <span class="top">
        <bdi class="name">${nameOf(thread)}</bdi>
        ${
          thread.unread > 0
            ? html`<span class="count" aria-hidden="true">${format.number(thread.unread)}</span
                ><span class="unseen">${say("unread", { n: thread.unread })}</span>`
            : nothing
        }
        <time datetime=${thread.last_at}>${format.shortMoment(thread.last_at, new Date())}</time>
      </span>
      ${this.preview(thread)}
      <span class="foot">
        ${chips(thread, say)}
        ${this.showLines ? html`<bdi class="line">${thread.line}</bdi>` : nothing}
        ${thread.assignee === null ? nothing : html`<bdi class="line">${thread.assignee}</bdi>`}
      </span>
    </button>`;
  }

  private preview(thread: Thread): TemplateResult | typeof nothing {
    if (this.hass === undefined) return nothing;
    const say = inboxWords(this.hass);
    const draft = this.drafts.get(thread.thread_id);
    if (draft !== undefined) {
      return html`<span class="words" dir="auto">${say("draft", { words: glance(draft) })}</span>`;
    }
    if (thread.last_words === null) return nothing;
    const words = glance(thread.last_words);
    return html`<span class="words" dir="auto"
      >${thread.last_words_theirs ? words : say("you_wrote", { words })}</span
    >`;
  }

  private walk(event: KeyboardEvent): void {
    const ids = this.threads.map((thread) => thread.thread_id);
    const at = ids.indexOf(this.current ?? -1);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.button(ids[Math.max(0, Math.min(to, ids.length - 1))])?.focus();
  }

  private button(threadId: number | undefined): HTMLButtonElement | null {
    return this.renderRoot.querySelector(`.row[data-id="${threadId ?? ""}"]`);
  }

  private fire(name: string, detail?: number): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [
    shared,
    chipStyles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      .row {
        display: grid;
        gap: 4px;
        inline-size: 100%;
        min-block-size: 48px;
        padding: 12px 16px;
        border: 0;
        border-block-end: 1px solid var(--mct-line);
        background: none;
        text-align: start;
      }
      .row:hover {
        background: color-mix(in srgb, var(--primary-text-color) 4%, transparent);
      }
      .row[aria-current] {
        background: color-mix(in srgb, var(--primary-color) 12%, transparent);
      }
      .top,
      .foot {
        display: flex;
        align-items: center;
        gap: var(--mct-gap);
        min-inline-size: 0;
      }
      .foot {
        flex-wrap: wrap;
      }
      .name {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 500;
      }
      .unread .words {
        color: var(--primary-text-color);
        font-weight: 500;
      }
      .count {
        min-inline-size: 20px;
        padding-inline: 6px;
        border-radius: 999px;
        background: var(--primary-color);
        color: var(--text-primary-color, #fff);
        font-size: 12px;
        line-height: 20px;
        text-align: center;
      }
      time,
      .line,
      .words {
        color: var(--mct-soft);
        font-size: 13px;
      }
      .words {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .end {
        inline-size: 100%;
        min-block-size: 48px;
        border: 0;
        background: none;
        color: var(--primary-color);
      }
    `,
  ];
}

const LONGEST_GLANCE = 120;

/** Return the beginning of a text on one line. */
function glance(words: string): string {
  const line = words.replace(/\s+/g, " ");
  const characters = Array.from(line.slice(0, 2 * LONGEST_GLANCE));
  return characters.length <= LONGEST_GLANCE
    ? line
    : `${characters.slice(0, LONGEST_GLANCE).join("")}…`;
}
