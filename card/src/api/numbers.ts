// What the integration tells of numbers and of calls that nobody made: names and shapes as the server writes them.

export const FIGURES = [
  "calls",
  "missed",
  "eligible",
  "texted",
  "replied",
  "booked",
  "recovered",
  "recovered_today",
  "recovery_rate",
  "revenue",
  "lost",
  "coverage",
  "callback_seconds",
  "score",
  "latency_p50",
  "latency_p95",
  "spent",
] as const;
export type FigureKey = (typeof FIGURES)[number];

/** A number, and what it was in the period before. Null: there were not enough calls to tell. */
export interface Figure {
  value: number | null;
  previous: number | null;
}

/** Days of the shop, ISO 8601, both included. */
export interface NumbersWanted {
  line_id?: string;
  since: string;
  until: string;
}

/** What was counted in a month. */
export interface Month {
  month: string;
  missed: number;
  recovered: number;
}

/** Monday is 0. */
export interface HeatCell {
  weekday: number;
  hour: number;
  missed: number;
}

export interface LineNumbers {
  line_id: string;
  name: string;
  figures: Partial<Record<FigureKey, number | null>>;
}

/** How often a text was answered, in percent, and between what that lies for all its readers. */
export interface TemplateNumbers {
  name: string;
  sent: number;
  replied: number;
  low: number | null;
  high: number | null;
}

export interface Numbers {
  since: string;
  until: string;
  previous_since: string;
  previous_until: string;
  currency: string;
  now: { waiting: number; unread: number; to_call_back: number; urgent: number };
  figures: Partial<Record<FigureKey, Figure>>;
  months: Month[];
  heat: HeatCell[];
  left_out: Record<string, number>;
  lines: LineNumbers[];
  templates: TemplateNumbers[];
}

/** What a call would lead to, and why. */
export interface Simulated {
  decision: "text_back" | "hold" | "skip";
  reason: string;
  reason_text: string;
  held_until: string | null;
  text: string | null;
  segments: number;
  cost: number;
  currency: string;
}
