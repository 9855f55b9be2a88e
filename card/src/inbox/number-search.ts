// Finds conversations by the number that somebody types: among all there are, not only those read so far.
import type { ShopClient } from "../api/client";
import type { Changes, Thread } from "../api/contract";
import type { Filter } from "./thread-pages";

// As soon as somebody pauses.
const PAUSE_MS = 250;
const FEWEST_DIGITS = 3;
const MOST = 50;

/** Tells `updated` when others are found. */
export class NumberSearch {
  /** Whether all conversations were searched for what is looked for now. */
  isWhole = false;

  private readonly known = new Map<number, Thread>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  constructor(
    private readonly client: ShopClient,
    private readonly updated: () => void,
  ) {}

  get found(): readonly Thread[] {
    return [...this.known.values()];
  }

  look(words: string, filter: Filter): void {
    this.close();
    this.known.clear();
    if (isNumber(words)) this.timer = setTimeout(() => void this.ask(words, filter), PAUSE_MS);
  }

  /** Take in what changed. */
  take(changes: Changes): void {
    for (const thread of changes.changed) {
      if (this.known.has(thread.thread_id)) this.known.set(thread.thread_id, thread);
    }
    for (const threadId of changes.gone) this.known.delete(threadId);
  }

  close(): void {
    clearTimeout(this.timer);
    this.turn += 1;
    this.isWhole = false;
  }

  private async ask(search: string, { state, lineId }: Filter): Promise<void> {
    const { turn } = this;
    const more = {
      ...(state === undefined ? {} : { state }),
      ...(lineId === undefined ? {} : { line_id: lineId }),
    };
    try {
      const { threads } = await this.client.list({ search, limit: MOST, ...more });
      if (turn !== this.turn) return;
      for (const thread of threads) this.known.set(thread.thread_id, thread);
      this.isWhole = threads.length < MOST;
      this.updated();
    } catch {
      // What was read so far is searched all the same, and says how far that went.
    }
  }
}

/** Tell whether somebody looks for a number rather than for words. */
export function isNumber(words: string): boolean {
  return /^[\d\s+()./-]+$/.test(words) && words.replace(/\D/g, "").length >= FEWEST_DIGITS;
}
