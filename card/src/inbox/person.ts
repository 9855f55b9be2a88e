// What a person is called, and how a number is written.
import type { Thread } from "../api/contract";

/** Return what to call them: the owner's name for them, the caller's own, or their number. */
export function nameOf(thread: Thread): string {
  return thread.name ?? thread.caller_name ?? readable(thread.number);
}

/** Write a number in groups, as people read it; what is no number stays as it is. */
export function readable(number: string): string {
  const digits = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (digits !== null) return `+1 ${digits.slice(1).join(" ")}`;
  return number;
}

/** Return what a phone dials to call them; nothing for a company that texts under a name. */
export function dialled(number: string): string | undefined {
  return /^\+?\d{3,}$/.test(number) ? number : undefined;
}
