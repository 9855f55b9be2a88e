// Answers that were begun: kept outside the page's elements, which Home Assistant takes down when hidden.

const STORED = "missed-call-textback-drafts";
const KEPT_MS = 24 * 60 * 60 * 1000;
const MOST = 50;

interface Stored {
  words: string;
  at: number;
}

/** The drafts of one user in one shop. Where a browser keeps nothing, they last as long as the page. */
export class Drafts {
  private readonly owner: string;
  private readonly storage: Storage | undefined;
  private all: Record<string, Stored>;

  constructor(userId: string, entryId: string, now = Date.now()) {
    this.owner = `${userId}/${entryId}/`;
    this.storage = storageOf(window);
    this.all = this.read(now);
  }

  get(threadId: number): string {
    return this.all[this.key(threadId)]?.words ?? "";
  }

  set(threadId: number, words: string, now = Date.now()): void {
    // Another window may have written meanwhile.
    this.all = this.read(now);
    const key = this.key(threadId);
    if (words.trim() === "") this.all = without(this.all, key);
    else this.all[key] = { words, at: now };
    this.write();
  }

  /** Return the drafts by conversation. */
  get byThread(): ReadonlyMap<number, string> {
    return new Map(
      Object.entries(this.all)
        .filter(([key]) => key.startsWith(this.owner))
        .map(([key, stored]) => [Number(key.slice(this.owner.length)), stored.words]),
    );
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
      // No room: the draft lasts as long as the page.
    }
  }
}

function isStored(value: unknown): value is Stored {
  return (
    typeof value === "object" &&
    value !== null &&
    "words" in value &&
    "at" in value &&
    typeof value.words === "string" &&
    typeof value.at === "number"
  );
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
