// What the integration tells over the websocket: names and shapes as the server writes them.

export const STAGES = ["quoted", "booked", "won", "lost", "closed"] as const;
/** What a person may say of a matter. */
export type Stage = (typeof STAGES)[number];

export const STATES = ["waiting", "missed", "texted", "replied", ...STAGES] as const;
/** How a conversation stands. */
export type ThreadState = (typeof STATES)[number];

export interface Line {
  id: string;
  name: string;
  number: string;
  device_id: string | null;
  automatic_entity: string | null;
}

export interface Member {
  id: string;
  name: string;
}

export interface Template {
  name: string;
  body: string;
}

export interface Shop {
  entry_id: string;
  title: string;
  currency: string;
  time_zone: string;
  language: string;
  can_reply: boolean;
  lines: Line[];
  team: Member[];
  templates: Template[];
}

/** A shop that cannot be asked: it is being opened, or something is in the way. */
export interface ClosedShop {
  entry_id: string;
  title: string;
}

/** `not_open` are shops that this user may see, but that cannot be asked now. */
export interface Shops {
  version: string;
  shops: Shop[];
  not_open: ClosedShop[];
}

/** A conversation as a list shows it. Times are ISO 8601. */
export interface Thread {
  thread_id: number;
  number: string;
  name: string | null;
  caller_name: string | null;
  existing_customer: boolean;
  tags: string[];
  line: string;
  line_id: string;
  state: ThreadState;
  stage: string;
  /** Why no answer would reach them, as a reason's code. */
  cannot_text: string | null;
  unread: number;
  waiting_since: string | null;
  call_back_since: string | null;
  urgent_since: string | null;
  urgent_words: string[];
  began_at: string;
  last_at: string;
  last_words: string | null;
  last_words_theirs: boolean;
  value: number | null;
  currency: string;
  assignee: string | null;
  assignee_id: string | null;
  answers: Record<string, string>;
}

export type EntryKind =
  "call" | "call_out" | "team_call" | "text_in" | "text_out" | "note" | "appointment";

/** One thing that happened in a conversation. `what` and `state` mean what `kind` says. */
export interface Entry {
  key: string;
  at: string;
  kind: EntryKind;
  what: string;
  state: string | null;
  reason: string | null;
  reason_text: string | null;
  body: string | null;
  recording: string | null;
}

export interface Conversation extends Thread {
  entries: Entry[];
}

export interface Page {
  threads: Thread[];
  next: string | null;
}

export interface Wanted {
  state?: ThreadState;
  line_id?: string;
  tag?: string;
  urgent?: boolean;
  after?: string;
  /** The beginning of a number, in any form. */
  search?: string;
  limit?: number;
}

/** What changed since the last event: only that. `reload`: all that is shown may be out of date. */
export interface Changes {
  changed: Thread[];
  gone: number[];
  reload?: boolean;
}
