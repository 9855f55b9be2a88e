// The pages of conversations that were read so far, kept true by what is heard live.
import type { Changes, Page, Thread, ThreadState, Wanted } from "../api/contract";
import { compare, isOwed } from "./order";

export const PAGE_SIZE = 50;

export interface Filter {
  readonly state?: ThreadState;
  readonly lineId?: string;
}

/** One order of the server's in which pages are read: where the next begins; null after the last. */
interface Feed {
  readonly waiting: boolean;
  next: string | null | undefined;
}

/**
 * The server tells those that wait longest first, and all others latest first. So without a state to
 * filter by there are two feeds: first all that wait, and only then the others, lest a page that comes
 * later pushes its way between what is shown already.
 */
export class ThreadPages {
  private readonly known = new Map<number, Thread>();
  private readonly feeds: Feed[];
  /** What happened longest ago of the latest: what is older than that was not read yet. */
  private floor: string | undefined;

  constructor(readonly filter: Filter = {}) {
    const { state } = filter;
    const plain = { waiting: state === "waiting", next: undefined };
    this.feeds = state === undefined ? [{ waiting: true, next: undefined }, plain] : [plain];
  }

  /** What to ask for next; nothing once all were read. */
  get wanted(): Wanted | undefined {
    const feed = this.feeds.find((each) => each.next !== null);
    if (feed === undefined) return undefined;
    const { state, lineId } = this.filter;
    const asked = feed.waiting ? "waiting" : state;
    return {
      limit: PAGE_SIZE,
      ...(asked === undefined ? {} : { state: asked }),
      ...(lineId === undefined ? {} : { line_id: lineId }),
      ...(typeof feed.next === "string" ? { after: feed.next } : {}),
    };
  }

  get isWhole(): boolean {
    return this.wanted === undefined;
  }

  get size(): number {
    return this.known.size;
  }

  /** Take in the page that `wanted` asked for. */
  add(page: Page): void {
    const feed = this.feeds.find((each) => each.next !== null);
    for (const thread of page.threads) this.known.set(thread.thread_id, thread);
    if (feed === undefined) return;
    feed.next = page.next;
    if (!feed.waiting) this.floor = page.threads.at(-1)?.last_at ?? this.floor;
  }

  /** Take in what changed. */
  merge(changes: Changes): void {
    for (const thread of changes.changed) {
      if (isWanted(thread, this.filter)) this.known.set(thread.thread_id, thread);
      else this.known.delete(thread.thread_id);
    }
    for (const threadId of changes.gone) this.known.delete(threadId);
  }

  /** Return what is shown, in its order. */
  get shown(): Thread[] {
    const [first] = this.feeds;
    const owedOnly = this.filter.state === undefined && first?.next !== null;
    return [...this.known.values()]
      .filter((thread) => isOwed(thread) || (!owedOnly && this.wasReached(thread)))
      .sort(compare);
  }

  private wasReached(thread: Thread): boolean {
    if (this.isWhole || this.filter.state === "waiting") return true;
    return this.floor !== undefined && Date.parse(thread.last_at) >= Date.parse(this.floor);
  }
}

/** Tell whether a conversation is among those that are looked at. */
export function isWanted(thread: Thread, { state, lineId }: Filter): boolean {
  return (
    (state === undefined || thread.state === state) &&
    (lineId === undefined || thread.line_id === lineId)
  );
}

/** Tell whether a conversation has all the words that somebody looks for. */
export function isFound(thread: Thread, looked: string): boolean {
  const written = [
    thread.name,
    thread.caller_name,
    thread.number,
    thread.number.replace(/\D/g, ""),
    thread.line,
    thread.last_words,
    thread.assignee,
    ...thread.tags,
    ...Object.values(thread.answers),
  ]
    .filter((each) => each !== null)
    .join("\n")
    .toLocaleLowerCase();
  return looked
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => written.includes(word));
}
