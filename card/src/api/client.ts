// The one place that talks to Home Assistant: each command of the integration, with its types.
import type { Changes, Conversation, Page, Shops, Stage, Wanted } from "./contract";
import type { CommandError, Connection, Unsubscribe } from "./hass";
import type { Numbers, NumbersWanted, Simulated } from "./numbers";

export const DOMAIN = "missed_call_textback";

/** Ask for the shops that this user may see. */
export function fetchShops(connection: Connection): Promise<Shops> {
  return connection.sendMessagePromise<Shops>({ type: `${DOMAIN}/shops` });
}

/** What can be asked of, and said to, one shop. */
export class ShopClient {
  constructor(
    private readonly connection: Connection,
    readonly entryId: string,
  ) {}

  list(wanted: Wanted): Promise<Page> {
    return this.ask("threads/list", { ...wanted });
  }

  get(threadId: number): Promise<Conversation> {
    return this.ask("threads/get", { thread_id: threadId });
  }

  /** Text the caller. However often it is asked for under one `ref`, it is one text. */
  reply(
    threadId: number,
    message: string,
    ref: string,
  ): Promise<{ text_id: string; state: string }> {
    return this.ask("threads/reply", { thread_id: threadId, message, ref });
  }

  resolve(threadId: number, stage: Stage, value?: number): Promise<void> {
    const worth = value === undefined ? {} : { value };
    return this.ask("threads/resolve", { thread_id: threadId, stage, ...worth });
  }

  assign(threadId: number, memberId: string | null): Promise<void> {
    return this.ask("threads/assign", { thread_id: threadId, member_id: memberId });
  }

  note(threadId: number, message: string): Promise<void> {
    return this.ask("threads/note", { thread_id: threadId, message });
  }

  markRead(threadId: number): Promise<void> {
    return this.ask("threads/read", { thread_id: threadId });
  }

  done(threadId: number): Promise<void> {
    return this.ask("threads/done", { thread_id: threadId });
  }

  numbers(wanted: NumbersWanted): Promise<Numbers> {
    return this.ask("numbers", { ...wanted });
  }

  /** Ask what a missed call would lead to. `at` is a time of the server's clock; nothing is sent. */
  simulate(lineId: string, number: string, at?: string): Promise<Simulated> {
    const time = at === undefined ? {} : { at };
    return this.ask("simulate", { line_id: lineId, number, ...time });
  }

  /** Hear of what changes, over this connection: whoever lost it subscribes again over the next. */
  async subscribe(changed: (changes: Changes) => void): Promise<Unsubscribe> {
    const losses = lossesOf(this.connection);
    const before = losses.count;
    const stop = await this.connection.subscribeMessage(
      changed,
      { type: `${DOMAIN}/threads/subscribe`, entry_id: this.entryId },
      { resubscribe: false },
    );
    return async () => {
      if (losses.count === before) await stop();
    };
  }

  protected ask<Answer>(command: string, fields: Record<string, unknown>): Promise<Answer> {
    return this.connection.sendMessagePromise<Answer>({
      type: `${DOMAIN}/${command}`,
      entry_id: this.entryId,
      ...fields,
    });
  }
}

// Each new connection numbers what is subscribed from one again. What was subscribed over the former one
// ended with it, and to end it once more would end something else: Home Assistant's own, or another card's.
const lost = new WeakMap<Connection, { count: number }>();

/** Return how often a connection was lost, counted from now on. */
function lossesOf(connection: Connection): Readonly<{ count: number }> {
  let losses = lost.get(connection);
  if (losses === undefined) {
    const counted = { count: 0 };
    connection.addEventListener("disconnected", () => {
      counted.count += 1;
    });
    lost.set(connection, counted);
    losses = counted;
  }
  return losses;
}

/** Tell whether a command failed for that reason. */
export function failedFor(error: unknown, key: string): boolean {
  return isCommandError(error) && error.translation_key === key;
}

/** Tell whether it is sure that nothing was done: our own words say so, but for the ledger's. */
export function isRefusal(error: unknown): boolean {
  if (!isCommandError(error)) return false;
  if (error.code === "invalid_format") return true;
  return error.translation_domain === DOMAIN && error.translation_key !== "ledger_unavailable";
}

// What home-assistant-js-websocket calls a lost connection: bare, or in an answer of its own making.
const ERR_CONNECTION_LOST = 3;

/** Tell whether nobody knows if a command was heard, since the connection went away. */
export function isLost(error: unknown): boolean {
  if (error === ERR_CONNECTION_LOST) return true;
  if (typeof error !== "object" || error === null) return false;
  if ("code" in error) return error.code === ERR_CONNECTION_LOST;
  return "error" in error && isLost(error.error);
}

export function isCommandError(error: unknown): error is CommandError {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}
