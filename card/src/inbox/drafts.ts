// Answers that were begun: kept outside the page's elements, which Home Assistant takes down when hidden.
import { newRef } from "./ref";

const STORED = "missed-call-textback-drafts";
const KEPT_MS = 24 * 60 * 60 * 1000;
const MOST = 50;

/** An answer that was sent, and of which nobody has said yet that it was heard. */
export interface Tried {
  readonly ref: string;
  readonly words: string;
  /** Until when it is tried again by itself. */
  readonly until: number;
}

interface Stored {
  readonly words: string;
  readonly at: number;
  readonly tried?: Tried;
}

/** The drafts of one user in one shop. Where a browser keeps nothing, they last as long as the page. */
export class Drafts {
  private readonly owner: string;
  private storage: Storage | undefined;
  private all: Record<string, Stored>;

  constructor(userId: string, entryId: string, now = Date.now()) {
    this.owner = `${userId}/${entryId}/`;
    this.storage = storageOf(window);
    this.all = this.read(now);
  }

  get(threadId: number, now = Date.now()): string {
    // Another window may have written, or sent it meanwhile.
    this.all = this.read(now);
    return this.all[this.key(threadId)]?.words ?? "";
  }

  set(threadId: number, words: string, now = Date.now()): void {
    const tried = this.tried(threadId, now);
    this.keep(threadId, { words, at: now, ...(tried && { tried }) }, now);
  }

  /** Return the answer that may have gone out already. */
  tried(threadId: number, now = Date.now()): Tried | undefined {
    this.all = this.read(now);
    return this.all[this.key(threadId)]?.tried;
  }

  /** Note that words are sent now. The same words are the same answer, however often that is. */
  send(threadId: number, words: string, until: number, now = Date.now()): Tried {
    const before = this.tried(threadId, now);
    const ref = before?.words === words ? before.ref : newRef(now);
    const tried = { ref, words, until };
    this.keep(threadId, { words: this.get(threadId, now), at: now, tried }, now);
    return tried;
  }

  /** Note that it is known what became of an answer: one that is on its way is no draft any more. */
  settle(threadId: number, tried: Tried, isSent: boolean, now = Date.now()): void {
    if (this.tried(threadId, now)?.ref !== tried.ref) return;
    const words = this.get(threadId, now);
    this.keep(
      threadId,
      { words: isSent && words.trim() === tried.words ? "" : words, at: now },
      now,
    );
  }

  /** Note that an answer is tried no more unless somebody asks for it. */
  stop(threadId: number, tried: Tried, now = Date.now()): void {
    if (this.tried(threadId, now)?.ref !== tried.ref) return;
    const stopped = { ...tried, until: 0 };
    this.keep(threadId, { words: this.get(threadId, now), at: now, tried: stopped }, now);
  }

  forget(threadId: number, now = Date.now()): void {
    this.all = without(this.read(now), this.key(threadId));
    this.write();
  }

  /** Return the drafts by conversation. */
  get byThread(): ReadonlyMap<number, string> {
    return new Map(
      this.mine
        .filter(([, stored]) => stored.words.trim() !== "")
        .map(([threadId, stored]) => [threadId, stored.words]),
    );
  }

  /** Return the answers that are still to be tried by themselves: nobody has changed their words. */
  unheard(now = Date.now()): [number, Tried][] {
    this.all = this.read(now);
    return this.mine.flatMap(([threadId, { words, tried }]) =>
      tried !== undefined && tried.until > now && words.trim() === tried.words
        ? [[threadId, tried] as [number, Tried]]
        : [],
    );
  }

  private get mine(): [number, Stored][] {
    return Object.entries(this.all)
      .filter(([key]) => key.startsWith(this.owner))
      .map(([key, stored]) => [Number(key.slice(this.owner.length)), stored]);
  }

  private keep(threadId: number, stored: Stored, now: number): void {
    this.all = this.read(now);
    const key = this.key(threadId);
    if (stored.words.trim() === "" && stored.tried === undefined) this.all = without(this.all, key);
    else this.all[key] = stored;
    this.write();
  }

  private key(threadId: number): string {
    return `${this.owner}${threadId}`;
  }

  private read(now: number): Record<string, Stored> {
    try {
      const stored = this.storage?.getItem(STORED);
      if (this.storage === undefined) return { ...this.all };
      const found: unknown = JSON.parse(stored ?? "{}");
      if (typeof found !== "object" || found === null) return {};
      return Object.fromEntries(
        Object.entries(found as Record<string, unknown>).filter(
          (each): each is [string, Stored] => isStored(each[1]) && now - each[1].at < KEPT_MS,
        ),
      );
    } catch {
      return {};
    }
  }

  private write(): void {
    const latest = Object.entries(this.all)
      .sort(([, one], [, other]) => other.at - one.at)
      .slice(0, MOST);
    try {
      this.storage?.setItem(STORED, JSON.stringify(Object.fromEntries(latest)));
    } catch {
      // No room: from now on, what is kept lasts as long as the page.
      this.storage = undefined;
    }
  }
}

function isStored(value: unknown): value is Stored {
  return (
    isRecord(value) &&
    typeof value["words"] === "string" &&
    typeof value["at"] === "number" &&
    (value["tried"] === undefined || isTried(value["tried"]))
  );
}

function isTried(value: unknown): value is Tried {
  return (
    isRecord(value) &&
    typeof value["ref"] === "string" &&
    typeof value["words"] === "string" &&
    typeof value["until"] === "number"
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function without<Value>(record: Record<string, Value>, gone: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== gone));
}

/** Return the browser's storage, unless its settings forbid it. */
function storageOf(page: Window): Storage | undefined {
  try {
    return page.localStorage;
  } catch {
    return undefined;
  }
}
