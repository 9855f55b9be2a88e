// The inbox of one shop: its conversations, and the one that is open.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import { ShopClient } from "../api/client";
import { inPlainWords } from "../reasons/plain-words";
import type { Changes, Entry, Shop, Thread } from "../api/contract";
import type { Hass } from "../api/hass";
import type { Server } from "../api/server";
import { ShopElement } from "../ui/shop-element";
import { shared } from "../ui/styles";
import { Answers } from "./answers";
import { ConversationStore } from "./conversation-store";
import type { ConversationView } from "./conversation-view";
import { Drafts } from "./drafts";
import { inboxStyles } from "./inbox-styles";
import { InboxStore } from "./inbox-store";
import { NumberSearch } from "./number-search";
import { compare } from "./order";
import { nameOf } from "./person";
import type { ThreadList } from "./thread-list";
import { isFound, isWanted, type Filter } from "./thread-pages";
import { inboxWords } from "./words";

/** Fires `conversation` with the id of what is to be open, or with nothing: whoever holds it decides. */
export class Inbox extends ShopElement {
  @property() entryId: string | undefined;
  /** A line that is the only one to show. */
  @property() lineId: string | undefined;
  @property({ type: Number }) threadId: number | undefined;
  @property({ type: Boolean, reflect: true }) narrow = false;
  @state() private looked = "";
  @state() private why: string | undefined;
  @state() private announcement = "";
  private list: InboxStore | undefined;
  private open: ConversationStore | undefined;
  private answers: Answers | undefined;
  private numbers: NumberSearch | undefined;
  private version = 0;
  private begun = "";
  /** Whether the keyboard goes where the eye goes: to what was just opened, or back to the list. */
  private moves = false;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.seen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.seen);
    this.end();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const server = this.server.current;
    const { hass, entryId } = this;
    // What is of one shop is not to be taken for another's that cannot be asked yet.
    if (changed.has("entryId")) this.end();
    if (hass === undefined || entryId === undefined || !this.isConnected) return;
    if (server?.status === "ready" || server?.status === "older") {
      const wanted = `${entryId} ${this.lineId ?? ""} ${server.epoch}`;
      const isOpen = this.shop(entryId) !== undefined;
      if (isOpen && wanted !== this.begun) this.begin(hass, entryId, wanted, server);
    }
    if (this.list !== undefined && this.open?.threadId !== this.threadId) this.openThread(hass);
    if (changed.has("threadId")) this.announcement = "";
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("threadId") || !this.moves) return;
    this.moves = false;
    const shown = this.threadId === undefined ? "mctb-thread-list" : "mctb-conversation";
    const element = this.renderRoot.querySelector<ThreadList | ConversationView>(shown);
    void element?.updateComplete.then(() => {
      element.focus();
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass } = this;
    if (hass === undefined) return nothing;
    const shop = this.shop(this.entryId);
    if (shop === undefined) return this.notices(hass);
    const showsList = !this.narrow || this.threadId === undefined;
    return html`${this.notices(hass)}
      <div class="panes">
        <div class="list" ?hidden=${!showsList}>${this.threads(hass, shop)}</div>
        ${
          this.threadId === undefined
            ? this.narrow
              ? nothing
              : html`<p class="choose">${inboxWords(hass)("choose")}</p>`
            : this.conversation(hass, shop, this.threadId)
        }
      </div>`;
  }

  private notices(hass: Hass): TemplateResult | typeof nothing {
    const say = inboxWords(hass);
    const server = this.server.current;
    switch (server?.status) {
      case "older":
        return html`<div class="notice" role="alert">
          <span>${say("older")}</span>
          <button
            class="action"
            @click=${() => {
              location.reload();
            }}
          >
            ${say("reload")}
          </button>
        </div>`;
      case "away":
        return html`<p class="notice" role="status">
          ${say(server.isConnected ? "away" : "offline")}
        </p>`;
      default:
        return nothing;
    }
  }

  private threads(hass: Hass, shop: Shop): TemplateResult | typeof nothing {
    const { list } = this;
    if (list === undefined) return nothing;
    const say = inboxWords(hass);
    const all = list.threads;
    const isSearch = this.looked !== "";
    const threads = isSearch ? this.matching(all) : all;
    return html`<mctb-thread-filter
        .hass=${hass}
        .lines=${this.lineId === undefined ? shop.lines : []}
        .filter=${list.filter}
        @filtered=${(event: CustomEvent<Filter>) => {
          void list.show(event.detail);
          this.numbers?.look(this.looked, event.detail);
        }}
        @looked=${(event: CustomEvent<string>) => {
          this.looked = event.detail;
          this.numbers?.look(this.looked, list.filter);
        }}
      ></mctb-thread-filter>
      <div class="scroll" aria-busy=${list.isBusy}>
        <mctb-thread-list
          .hass=${hass}
          .threads=${threads}
          .drafts=${this.answers?.drafts.byThread ?? new Map()}
          .chosen=${this.threadId}
          .showLines=${this.lineId === undefined && shop.lines.length > 1}
          .more=${!isSearch && !list.isWhole && list.error === undefined}
          @thread-chosen=${(event: CustomEvent<number>) => {
            this.choose(event.detail);
          }}
          @list-end=${() => void list.more()}
        ></mctb-thread-list>
        ${threads.length > 0 ? nothing : html`<p class="empty" role="status">${this.none(hass)}</p>`}
        ${isSearch && !list.isWhole ? this.searchOn(hass, list) : nothing}
        ${
          this.why === undefined
            ? nothing
            : html`<div class="notice" role="alert">
                <span>${say("failed", { why: this.why })}</span>
                <button class="action" @click=${() => void list.open()}>${say("again")}</button>
              </div>`
        }
      </div>`;
  }

  /** Return those that match: of what was read, and by their number of all there are. */
  private matching(read: readonly Thread[]): Thread[] {
    const matching = read.filter((thread) => isFound(thread, this.looked));
    const shown = new Set(matching.map((thread) => thread.thread_id));
    // What was found may have moved on since.
    const found = (this.numbers?.found ?? []).filter(
      (thread) => !shown.has(thread.thread_id) && isWanted(thread, this.list?.filter ?? {}),
    );
    return [...matching, ...found].sort(compare);
  }

  private none(hass: Hass): string | typeof nothing {
    const say = inboxWords(hass);
    if (this.list?.isBusy) return say("loading");
    if (this.why !== undefined) return nothing;
    const isAny = this.looked === "" && this.list?.filter.state === undefined;
    return say(isAny ? "empty" : "nothing_found");
  }

  /** Say how far the search went: but for numbers, it looks through what was read. */
  private searchOn(hass: Hass, list: InboxStore): TemplateResult {
    const say = inboxWords(hass);
    if (this.numbers?.isWhole) {
      return html`<p class="further"><span role="status">${say("searched_numbers")}</span></p>`;
    }
    return html`<p class="further">
      <span role="status">${say("searched", { n: list.size })}</span>
      <button class="action" ?disabled=${list.isBusy} @click=${() => void list.more()}>
        ${say("search_older")}
      </button>
    </p>`;
  }

  private conversation(hass: Hass, shop: Shop, threadId: number): TemplateResult {
    return html`<mctb-conversation
      class="open"
      .hass=${hass}
      .shop=${shop}
      .store=${this.open}
      .version=${this.version}
      .summary=${[...(this.list?.threads ?? []), ...(this.numbers?.found ?? [])].find(
        (thread) => thread.thread_id === threadId,
      )}
      .answers=${this.answers}
      .announcement=${this.announcement}
      ?narrow=${this.narrow}
      ?offline=${this.server.current?.isConnected === false}
      @back=${() => {
        this.choose(undefined);
      }}
    ></mctb-conversation>`;
  }

  private choose(detail: number | undefined): void {
    this.moves = true;
    this.dispatchEvent(new CustomEvent<number | null>("conversation", { detail: detail ?? null }));
  }

  private begin(hass: Hass, entryId: string, wanted: string, server: Server): void {
    const filter = this.list?.filter;
    const isSameShop = this.begun.startsWith(`${entryId} `);
    this.end();
    this.begun = wanted;
    const client = new ShopClient(hass.connection, entryId);
    if (!isSameShop || this.answers === undefined) {
      this.answers = new Answers(client, new Drafts(hass.user?.id ?? "", entryId), () => {
        this.version += 1;
        this.requestUpdate();
      });
    }
    const list = new InboxStore(
      client,
      {
        ...(isSameShop ? filter : {}),
        ...(this.lineId === undefined ? {} : { lineId: this.lineId }),
      },
      () => {
        void this.explain(hass, list);
        this.requestUpdate();
      },
    );
    list.listen((changes) => {
      if (changes.reload) server.refresh();
      this.take(changes);
    });
    this.numbers = new NumberSearch(client, () => {
      this.requestUpdate();
    });
    this.numbers.look(this.looked, list.filter);
    this.list = list;
    void list.open();
    this.answers.resume();
  }

  private end(): void {
    this.list?.close();
    this.open?.close();
    this.numbers?.close();
    this.list = undefined;
    this.open = undefined;
    this.begun = "";
  }

  private openThread(hass: Hass): void {
    this.open?.close();
    this.open = undefined;
    if (this.threadId === undefined || this.entryId === undefined) return;
    const store = new ConversationStore(
      new ShopClient(hass.connection, this.entryId),
      this.threadId,
      () => {
        this.version += 1;
        this.seen();
        this.requestUpdate();
      },
      (entry) => {
        this.announce(hass, store.conversation, entry);
      },
    );
    this.open = store;
    void store.load();
  }

  private take(changes: Changes): void {
    for (const threadId of changes.gone) this.answers?.drafts.forget(threadId);
    this.open?.take(changes);
    this.numbers?.take(changes);
  }

  private announce(hass: Hass, thread: Thread | undefined, entry: Entry): void {
    if (thread === undefined) return;
    const words = entry.body ?? "";
    this.announcement = inboxWords(hass)("heard", { who: nameOf(thread), words });
  }

  /** Note that somebody has looked at what was written: only a page that is in sight counts. */
  private readonly seen = (): void => {
    const { open } = this;
    const unread = open?.conversation?.unread ?? 0;
    if (open === undefined || unread === 0 || document.visibilityState !== "visible") return;
    // Where that fails, it stays unread.
    open.client.markRead(open.threadId).catch(() => undefined);
  };

  private async explain(hass: Hass, list: InboxStore): Promise<void> {
    const { error } = list;
    const why = error === undefined ? undefined : await inPlainWords(hass, error);
    // The words may have been long in coming.
    if (list === this.list && list.error === error) this.why = why;
  }

  static override styles = [shared, inboxStyles];
}
