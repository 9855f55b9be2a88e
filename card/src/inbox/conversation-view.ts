// One conversation: who it is, all that happened, what to do about it, and the answer.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import { inPlainWords } from "../reasons/plain-words";
import type { Conversation, Entry, Shop, Thread } from "../api/contract";
import type { Hass } from "../api/hass";
import { sayReason } from "../reasons/words";
import { HassElement } from "../ui/hass-element";
import { formatOf } from "../ui/shop-element";
import { shared } from "../ui/styles";
import type { Answers } from "./answers";
import type { ConversationStore } from "./conversation-store";
import { conversationStyles } from "./conversation-styles";
import { showEntry, type Setting } from "./entry";
import { isOwed } from "./order";
import { dialled, nameOf, readable } from "./person";
import { chips, chipStyles } from "./thread-chips";
import { inboxWords } from "./words";
import type { en } from "./words/en";

// Whoever reads this near the end sees what comes in.
const NEAR_END_PX = 80;

const QUESTIONS: Record<string, keyof typeof en> = {
  service: "answer_service",
  place: "answer_place",
  timeline: "answer_timeline",
};

/** Fires `back` when it is to be closed. */
export class ConversationView extends HassElement {
  @property({ attribute: false }) shop?: Shop;
  @property({ attribute: false }) answers?: Answers;
  @property({ attribute: false }) store?: ConversationStore;
  /** What the list knows of it, until all is read. */
  @property({ attribute: false }) summary: Thread | undefined;
  /** Rises whenever the store has something else. */
  @property({ type: Number }) version = 0;
  @property({ type: Boolean }) narrow = false;
  @property({ type: Boolean }) offline = false;
  @property() announcement = "";
  @state() private showsActions = false;
  @state() private why: string | undefined;
  private failure: unknown;
  private readonly silent = new Set<string>();
  private atEnd = true;

  /** Give the keyboard, and the screen reader, to the conversation. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("store")) {
      this.atEnd = true;
      this.silent.clear();
      this.showsActions = !this.narrow;
    }
    if (this.hass === undefined) return;
    if (changed.has("store") || changed.has("version")) {
      void this.explain(this.hass, this.store?.error);
    }
  }

  protected override updated(): void {
    const log = this.renderRoot.querySelector(".log");
    if (log !== null && this.atEnd) log.scrollTop = log.scrollHeight;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, store } = this;
    if (hass === undefined || store === undefined) return nothing;
    const say = inboxWords(hass);
    const { conversation } = store;
    const thread = store.isGone ? undefined : (conversation ?? this.summary);
    return html`<section aria-labelledby="who" @keydown=${this.keyed}>
      ${this.head(hass, thread)}
      ${store.isGone ? html`<p class="notice" role="status">${say("erased")}</p>` : nothing}
      ${this.failed(hass)}
      ${conversation === undefined ? nothing : this.opened(hass, conversation, store)}
      ${
        conversation === undefined && !store.isGone && store.error === undefined
          ? html`<p class="empty" role="status">${say("loading")}</p>`
          : nothing
      }
      <p class="unseen" aria-live="polite">${this.announcement}</p>
    </section>`;
  }

  private opened(hass: Hass, thread: Conversation, store: ConversationStore): TemplateResult {
    return html`${
      this.showsActions
        ? html`<mctb-outcome
            .hass=${hass}
            .shop=${this.shop}
            .thread=${thread}
            .client=${store.client}
            ?offline=${this.offline}
            @told=${() => void store.load()}
          ></mctb-outcome>`
        : nothing
    }
    ${this.log(hass, thread)}
    ${thread.cannot_text === null ? this.composer(hass, thread, store) : this.unreachable(hass, thread, thread.cannot_text)}`;
  }

  /** Say beforehand that an answer would not reach them, and what does. */
  private unreachable(hass: Hass, thread: Conversation, reason: string): TemplateResult {
    const say = inboxWords(hass);
    const number = dialled(thread.number);
    const why = sayReason(hass, reason, null);
    return html`<div class="unreachable">
      <p role="status">
        <strong>${say("cannot_text")}</strong> ${why === null ? nothing : html`${why}.`}
      </p>
      ${
        number === undefined
          ? nothing
          : html`<a class="action main" href="tel:${number}"
              ><ha-icon icon="mdi:phone"></ha-icon
              ><span>${say("call", { who: nameOf(thread) })}</span></a
            >`
      }
    </div>`;
  }

  private composer(hass: Hass, thread: Conversation, store: ConversationStore): TemplateResult {
    return html`<mctb-composer
      .hass=${hass}
      .shop=${this.shop}
      .answers=${this.answers}
      .threadId=${thread.thread_id}
      .version=${this.version}
      .who=${nameOf(thread)}
      ?offline=${this.offline}
      @sent=${() => {
        this.atEnd = true;
        void store.load();
      }}
    ></mctb-composer>`;
  }

  private head(hass: Hass, thread: Thread | undefined): TemplateResult {
    const say = inboxWords(hass);
    return html`<header>
      ${
        this.narrow
          ? html`<button class="action bare" aria-label=${say("back")} @click=${this.back}>
              <ha-icon class="arrow" icon="mdi:arrow-left"></ha-icon>
            </button>`
          : nothing
      }
      <div class="who">
        <h2 id="who" tabindex="-1">
          <bdi>${thread === undefined ? nothing : nameOf(thread)}</bdi>
        </h2>
        ${thread === undefined ? nothing : this.about(hass, thread)}
      </div>
      ${thread === undefined ? nothing : this.buttons(hass, thread)}
    </header>`;
  }

  private about(hass: Hass, thread: Thread): TemplateResult {
    const say = inboxWords(hass);
    const since = thread.waiting_since ?? thread.call_back_since;
    const format = formatOf(hass);
    const facts = [
      readable(thread.number) === nameOf(thread) ? "" : readable(thread.number),
      (this.shop?.lines.length ?? 0) > 1 ? thread.line : "",
      thread.existing_customer ? say("customer") : "",
      ...thread.tags,
      thread.value === null ? "" : format.money(thread.value, thread.currency),
    ].filter((fact) => fact !== "");
    return html`<p class="small facts">
        ${facts.map((fact, at) => html`${at > 0 ? " · " : nothing}<bdi>${fact}</bdi>`)}
      </p>
      <div class="stand">
        ${chips(thread, say)}
        ${
          since === null
            ? nothing
            : html`<span class="small"
                >${say("since", { when: format.moment(since, new Date()) })}</span
              >`
        }
      </div>`;
  }

  private buttons(hass: Hass, thread: Thread): TemplateResult {
    const say = inboxWords(hass);
    const number = dialled(thread.number);
    return html`<div class="buttons">
      ${
        thread.waiting_since === null && thread.call_back_since === null
          ? nothing
          : html`<button
              class="action"
              title=${say("done_hint")}
              ?disabled=${this.offline}
              @click=${() => void this.done(hass, thread)}
            >
              <ha-icon icon="mdi:check"></ha-icon><span>${say("done")}</span>
            </button>`
      }
      ${
        number === undefined
          ? nothing
          : html`<a
              class="action"
              href="tel:${number}"
              aria-label=${say("call", { who: nameOf(thread) })}
              ><ha-icon icon="mdi:phone"></ha-icon
            ></a>`
      }
      <button
        class="action"
        aria-label=${say("actions")}
        aria-expanded=${this.showsActions}
        @click=${() => {
          this.showsActions = !this.showsActions;
        }}
      >
        <ha-icon icon="mdi:dots-vertical"></ha-icon>
      </button>
    </div>`;
  }

  private log(hass: Hass, thread: Conversation): TemplateResult {
    const say = inboxWords(hass);
    const now = new Date();
    const setting: Setting = {
      hass,
      who: nameOf(thread),
      now,
      isSilent: (entry) => this.silent.has(entry.key),
      soundFailed: (entry) => {
        if (this.store?.soundFailed(entry.key)) return;
        this.silent.add(entry.key);
        this.requestUpdate();
      },
    };
    const format = formatOf(hass);
    let day = "";
    const begins = (entry: Entry): TemplateResult | typeof nothing => {
      const next = format.day(entry.at, now);
      if (next === day) return nothing;
      day = next;
      return html`<h3>${next}</h3>`;
    };
    const answers = Object.entries(thread.answers);
    return html`<div
      class="log"
      tabindex="0"
      aria-label=${say("conversations")}
      @scroll=${this.scrolled}
    >
      <ol>
        ${repeat(
          thread.entries,
          (entry) => entry.key,
          (entry) => html`<li>${begins(entry)}${showEntry(entry, setting)}</li>`,
        )}
      </ol>
      ${
        answers.length === 0
          ? nothing
          : html`<h3>${say("answers")}</h3>
              <dl>
                ${answers.map(
                  ([asked, told]) =>
                    html`<dt dir="auto">${QUESTIONS[asked] ? say(QUESTIONS[asked]) : asked}</dt>
                      <dd dir="auto">${told}</dd>`,
                )}
              </dl>`
      }
    </div>`;
  }

  private failed(hass: Hass): TemplateResult | typeof nothing {
    if (this.why === undefined) return nothing;
    const say = inboxWords(hass);
    return html`<div class="notice" role="alert">
      <span>${say("failed", { why: this.why })}</span>
      <button class="action" @click=${() => void this.store?.load()}>${say("again")}</button>
    </div>`;
  }

  private async explain(hass: Hass, error: unknown): Promise<void> {
    this.failure = error;
    const why = error === undefined ? undefined : await inPlainWords(hass, error);
    // The words may have been long in coming.
    if (this.failure === error) this.why = why;
  }

  private async done(hass: Hass, thread: Thread): Promise<void> {
    try {
      await this.store?.client.done(thread.thread_id);
      if (isOwed(thread)) await this.store?.load();
    } catch (error) {
      await this.explain(hass, error);
    }
  }

  private scrolled(event: Event): void {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    this.atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END_PX;
  }

  private keyed(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.defaultPrevented) this.back();
  }

  private back(): void {
    this.dispatchEvent(new CustomEvent("back"));
  }

  static override styles = [shared, chipStyles, conversationStyles];
}
