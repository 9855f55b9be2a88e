// What an inbox holds: the pages read so far, kept true by what is told live.
import type { ShopClient } from "../api/client";
import type { Changes, Thread } from "../api/contract";
import type { Unsubscribe } from "../api/hass";
import { PAGE_SIZE, ThreadPages, type Filter } from "./thread-pages";

export type Listener = (changes: Changes) => void;

/** Tells `updated` whenever there is something else to show. */
export class InboxStore {
  error: unknown;
  isBusy = false;

  private pages: ThreadPages;
  private unsubscribe: Promise<Unsubscribe> | undefined;
  private readonly listeners = new Set<Listener>();
  /** Heard while a page was on its way, which may know less. */
  private heard: Changes[] = [];
  /** Rises whenever it begins anew: what was asked for before then is no longer wanted. */
  private turn = 0;

  constructor(
    private readonly client: ShopClient,
    private chosen: Filter,
    private readonly updated: () => void,
  ) {
    this.pages = new ThreadPages(chosen);
  }

  get threads(): readonly Thread[] {
    return this.pages.shown;
  }

  /** What was chosen last: others may be shown until the first of these are there. */
  get filter(): Filter {
    return this.chosen;
  }

  get isWhole(): boolean {
    return this.pages.isWhole;
  }

  get size(): number {
    return this.pages.size;
  }

  /** Hear of each change; returns how to hear no more. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Begin, or begin anew after a lost connection. */
  async open(): Promise<void> {
    this.close();
    this.unsubscribe = this.client.subscribe(this.hear);
    // Before the pages: what happens from here on is heard. A failure shows when they are read.
    await this.unsubscribe.catch(() => undefined);
    await this.show(this.filter);
  }

  /** Show others. What is shown stays until the first of them are there. */
  async show(filter: Filter): Promise<void> {
    this.chosen = filter;
    this.turn += 1;
    this.isBusy = false;
    await this.read(new ThreadPages(filter));
  }

  /** Read on. */
  async more(): Promise<void> {
    if (this.isBusy) return;
    if (this.pages.filter !== this.chosen) await this.show(this.chosen);
    else if (!this.pages.isWhole) await this.read(this.pages);
  }

  close(): void {
    this.turn += 1;
    this.isBusy = false;
    // A connection that is lost ends what was subscribed by itself.
    void this.unsubscribe?.then((end) => end()).catch(() => undefined);
    this.unsubscribe = undefined;
  }

  private async read(pages: ThreadPages): Promise<void> {
    const { turn } = this;
    const before = pages.shown.length;
    this.isBusy = true;
    this.heard = [];
    this.updated();
    try {
      // A page of those that wait may be short, or empty: it goes on with the others.
      while (pages.wanted !== undefined && pages.shown.length < before + PAGE_SIZE / 2) {
        pages.add(await this.client.list(pages.wanted));
        if (turn !== this.turn) return;
        for (const changes of this.heard) pages.merge(changes);
        // What there is shows at once, and stays though a later page should fail.
        if (pages.shown.length > 0 || pages.isWhole) this.pages = pages;
        this.updated();
      }
      this.error = undefined;
    } catch (error) {
      if (turn !== this.turn) return;
      this.error = error;
    }
    this.isBusy = false;
    this.updated();
  }

  private readonly hear = (changes: Changes): void => {
    if (this.isBusy) this.heard.push(changes);
    this.pages.merge(changes);
    for (const listener of this.listeners) listener(changes);
    if (changes.reload) void this.show(this.filter);
    else this.updated();
  };
}
