// In which order conversations are shown: who is owed something first, then what happened last.
import type { Thread } from "../api/contract";

/** Tell whether somebody of the shop ought to look at it. */
export function isOwed(thread: Thread): boolean {
  return (
    thread.waiting_since !== null ||
    thread.call_back_since !== null ||
    thread.urgent_since !== null ||
    thread.unread > 0
  );
}

/** Order two conversations: the urgent, whoever waits or was not read (longest first), then the latest. */
export function compare(one: Thread, other: Thread): number {
  return (
    rank(one) - rank(other) ||
    (isOwed(one) ? order(owedSince(one), owedSince(other)) : order(other.last_at, one.last_at)) ||
    other.thread_id - one.thread_id
  );
}

function rank(thread: Thread): number {
  if (thread.urgent_since !== null) return 0;
  return isOwed(thread) ? 1 : 2;
}

function owedSince(thread: Thread): string {
  return thread.waiting_since ?? thread.call_back_since ?? thread.last_at;
}

function order(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other);
}
