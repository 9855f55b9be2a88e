// Answers on their way. Each is one text, however often it has to be tried: the server knows its mark.
import { isLost, isRefusal, type ShopClient } from "../api/client";
import type { Drafts } from "./drafts";

// Whoever pressed Send wants it to go out, but not hours later.
const PATIENCE_MS = 10 * 60 * 1000;

/** `lost`: tried again once the connection is back. `unsure`: not tried again by itself. */
export type Standing = "sending" | "lost" | "unsure" | undefined;

/** The answers of one user in one shop. Tells `updated` when one stands otherwise than before. */
export class Answers {
  private readonly sending = new Set<number>();
  private readonly failures = new Map<number, unknown>();

  constructor(
    private readonly client: ShopClient,
    readonly drafts: Drafts,
    private readonly updated: () => void,
  ) {}

  /** Return how the answer stands that is written in a conversation. */
  standing(threadId: number): Standing {
    if (this.sending.has(threadId)) return "sending";
    const tried = this.drafts.tried(threadId);
    if (tried?.words !== this.drafts.get(threadId).trim()) return undefined;
    return tried.until > Date.now() ? "lost" : "unsure";
  }

  /** Return what went wrong with the latest answer, unless it may still go out. */
  failure(threadId: number): unknown {
    return this.failures.get(threadId);
  }

  /** Send words. False where they did not go out, or where nobody knows. */
  async send(threadId: number, words: string, until = Date.now() + PATIENCE_MS): Promise<boolean> {
    if (this.sending.has(threadId)) return false;
    const tried = this.drafts.send(threadId, words, until);
    this.sending.add(threadId);
    this.failures.delete(threadId);
    this.updated();
    let isSent = false;
    try {
      await this.client.reply(threadId, words, tried.ref);
      this.drafts.settle(threadId, tried, true);
      isSent = true;
    } catch (error) {
      if (!isLost(error)) {
        this.failures.set(threadId, error);
        if (isRefusal(error)) this.drafts.settle(threadId, tried, false);
        else this.drafts.stop(threadId, tried);
      }
    }
    this.sending.delete(threadId);
    this.updated();
    return isSent;
  }

  /** Try again what nobody has answered, now that there is a connection. */
  resume(): void {
    for (const [threadId, { words, until }] of this.drafts.unheard()) {
      void this.send(threadId, words, until);
    }
  }
}
