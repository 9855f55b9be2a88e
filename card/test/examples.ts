// What tests begin with: a conversation, an entry, a shop, and a Home Assistant that answers.
import type { Entry, Shop, Thread } from "../src/api/contract";
import type { Connection, Hass, Message } from "../src/api/hass";

export function thread(told: Partial<Thread> = {}): Thread {
  return {
    thread_id: 1,
    number: "+12025550147",
    name: null,
    caller_name: null,
    existing_customer: false,
    tags: [],
    line: "Front desk",
    line_id: "line",
    state: "texted",
    stage: "texted",
    cannot_text: null,
    unread: 0,
    waiting_since: null,
    call_back_since: null,
    urgent_since: null,
    urgent_words: [],
    began_at: "2026-11-20T10:00:00+00:00",
    last_at: "2026-11-20T10:00:00+00:00",
    last_words: null,
    last_words_theirs: false,
    value: null,
    currency: "USD",
    assignee: null,
    assignee_id: null,
    answers: {},
    ...told,
  };
}

export function entry(told: Partial<Entry> = {}): Entry {
  return {
    key: "text-1",
    at: "2026-11-20T10:00:00+00:00",
    kind: "text_in",
    what: "reply",
    state: "received",
    reason: null,
    reason_text: null,
    body: "At four?",
    recording: null,
    ...told,
  };
}

export function shop(told: Partial<Shop> = {}): Shop {
  return {
    entry_id: "shop",
    title: "Corner Barbers",
    currency: "USD",
    time_zone: "America/New_York",
    language: "en",
    can_reply: true,
    lines: [
      {
        id: "line",
        name: "Front desk",
        number: "+12025550100",
        device_id: "device",
        automatic_entity: null,
      },
    ],
    team: [{ id: "ada", name: "Ada" }],
    templates: [{ name: "On my way", body: "I am on my way." }],
    ...told,
  };
}

export type Answers = Record<string, (message: Message) => unknown>;

/** A connection that answers commands by their type, less the integration's name. */
export class FakeConnection implements Connection {
  connected = true;
  readonly asked: Message[] = [];
  /** By number, as Home Assistant's own has them: over each connection it counts from one again. */
  private readonly subscribers = new Map<number, (event: never) => void>();
  private nextId = 1;
  private readonly listeners = new Map<string, Set<() => void>>();

  constructor(readonly answers: Answers) {}

  async sendMessagePromise<Answer>(message: Message): Promise<Answer> {
    this.asked.push(message);
    await Promise.resolve();
    const answer = this.answers[message.type.replace("missed_call_textback/", "")];
    if (answer === undefined)
      throw Object.assign(new Error("unknown"), { code: "unknown_command" });
    return answer(message) as Answer;
  }

  async subscribeMessage(callback: (event: never) => void): Promise<() => Promise<void>> {
    await Promise.resolve();
    const id = this.nextId;
    this.nextId += 1;
    this.subscribers.set(id, callback);
    return () => {
      this.subscribers.delete(id);
      return Promise.resolve();
    };
  }

  addEventListener(name: string, callback: () => void): void {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(callback));
  }

  removeEventListener(name: string, callback: () => void): void {
    this.listeners.get(name)?.delete(callback);
  }

  /** Tell all who subscribed. */
  tell(event: unknown): void {
    for (const subscriber of this.subscribers.values()) subscriber(event as never);
  }

  /** Lose the connection, with all that was subscribed over it. */
  lose(): void {
    this.connected = false;
    this.subscribers.clear();
    this.nextId = 1;
    this.fire("disconnected");
  }

  comeBack(): void {
    this.connected = true;
    this.fire("ready");
  }

  get subscriptions(): number {
    return this.subscribers.size;
  }

  private fire(name: string): void {
    for (const listener of this.listeners.get(name) ?? []) listener();
  }
}

export function hass(connection: Connection, language = "en"): Hass {
  return {
    connection,
    states: {},
    entities: {},
    devices: {},
    locale: { language, number_format: "language", time_format: "language", time_zone: "server" },
    config: { time_zone: "America/New_York", currency: "USD" },
    user: { id: "owner", name: "Owner", is_admin: true },
    hassUrl: (path) => `http://shop.example${path}`,
    loadBackendTranslation: () => Promise.resolve((key) => (key.includes("known") ? "Words" : "")),
    callService: () => Promise.resolve(undefined),
  };
}
