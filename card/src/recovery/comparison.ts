// Which text gets replies, told honestly: with what may still be chance.
import type { TemplateNumbers } from "../api/numbers";

/** Its range, in percent, and what is said of it. */
export interface Compared {
  readonly name: string;
  readonly sent: number;
  readonly replied: number;
  readonly low: number;
  readonly high: number;
}

/** `decided`: one is better beyond chance. `undecided`: it may be chance. `alone`: nothing to compare. */
export type Verdict =
  | { readonly kind: "none" | "alone" | "undecided" }
  | { readonly kind: "decided"; readonly name: string };

/** Return the texts that went out, that with the most replies first. */
export function compared(templates: readonly TemplateNumbers[]): Compared[] {
  return templates
    .filter((template) => template.sent > 0)
    .map(({ name, sent, replied, low, high }) => ({
      name,
      sent,
      replied,
      low: low ?? 0,
      high: high ?? 100,
    }))
    .sort((one, other) => other.replied / other.sent - one.replied / one.sent);
}

/** Say whether the first of them is better than all others: its range lies above theirs. */
export function verdictOf(texts: readonly Compared[]): Verdict {
  const [best, ...others] = texts;
  if (best === undefined) return { kind: "none" };
  if (others.length === 0) return { kind: "alone" };
  const isAbove = others.every((other) => other.high < best.low);
  return isAbove ? { kind: "decided", name: best.name } : { kind: "undecided" };
}
