// One conversation that is open: all that happened in it, read anew when it changes.
import { failedFor, type ShopClient } from "../api/client";
import type { Changes, Conversation, Entry } from "../api/contract";

/** Tells `updated` when there is something else to show, and `heard` of what the caller just wrote. */
export class ConversationStore {
  conversation: Conversation | undefined;
  error: unknown;
  isGone = false;

  private turn = 0;
  /** Recordings that could not be played, and those of them that are to get another link. */
  private readonly unheard = new Set<string>();
  private readonly renewed = new Set<string>();

  constructor(
    readonly client: ShopClient,
    readonly threadId: number,
    private readonly updated: () => void,
    private readonly heard: (entry: Entry) => void,
  ) {}

  async load(): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    try {
      const read = await this.client.get(this.threadId);
      if (turn !== this.turn) return;
      const before = this.conversation;
      this.conversation = { ...read, entries: this.keepLinks(before?.entries ?? [], read.entries) };
      this.error = undefined;
      if (before !== undefined) repliesSince(before.entries, read.entries).forEach(this.heard);
    } catch (error) {
      if (turn !== this.turn) return;
      if (failedFor(error, "unknown_thread")) this.vanish();
      else this.error = error;
    }
    this.updated();
  }

  /** Take in what changed in the shop. */
  take(changes: Changes): void {
    if (changes.gone.includes(this.threadId)) {
      this.vanish();
      this.updated();
    } else if (
      changes.reload ||
      changes.changed.some((thread) => thread.thread_id === this.threadId)
    ) {
      void this.load();
    }
  }

  /** Note that a recording cannot be played: its link may be too old. False where a new one did not help. */
  soundFailed(key: string): boolean {
    if (this.unheard.has(key)) return false;
    this.unheard.add(key);
    this.renewed.add(key);
    void this.load();
    return true;
  }

  close(): void {
    this.turn += 1;
  }

  /** Each answer has links of its own: one that is being listened to must not change under the ear. */
  private keepLinks(before: readonly Entry[], after: readonly Entry[]): Entry[] {
    const links = new Map(before.map((entry) => [entry.key, entry.recording]));
    return after.map((entry) => {
      const link = this.renewed.delete(entry.key) ? undefined : links.get(entry.key);
      return entry.recording && link ? { ...entry, recording: link } : entry;
    });
  }

  /** Whoever was erased is shown no longer, not even to whoever looks at them right now. */
  private vanish(): void {
    this.turn += 1;
    this.isGone = true;
    this.conversation = undefined;
  }
}

/** Return what the caller wrote since. */
export function repliesSince(before: readonly Entry[], after: readonly Entry[]): Entry[] {
  const known = new Set(before.map((entry) => entry.key));
  return after.filter((entry) => entry.kind === "text_in" && !known.has(entry.key));
}
