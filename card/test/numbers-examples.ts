// What tests of numbers begin with: a shop's answer of a month, and of a quiet one.
import type { Figure, FigureKey, Month, Numbers } from "../src/api/numbers";

export function figures(
  told: Partial<Record<FigureKey, [number | null, number | null]>>,
): Partial<Record<FigureKey, Figure>> {
  return Object.fromEntries(
    Object.entries(told).map(([key, [value, previous]]) => [key, { value, previous }]),
  );
}

export function month(name: string, missed: number, recovered: number): Month {
  return { month: name, missed, recovered };
}

export function numbers(told: Partial<Numbers> = {}): Numbers {
  return {
    since: "2026-10-23",
    until: "2026-11-21",
    previous_since: "2026-09-23",
    previous_until: "2026-10-22",
    currency: "USD",
    now: { waiting: 2, unread: 3, to_call_back: 1, urgent: 0 },
    figures: figures({
      missed: [42, 30],
      recovered_today: [3, 1],
      recovery_rate: [61.9, 50],
      revenue: [1840, 1900],
      booked: [9, 9],
      lost: [4, 6],
      coverage: [97.5, null],
      callback_seconds: [540, 900],
      score: [null, null],
    }),
    months: [month("2026-10", 30, 15), month("2026-11", 42, 26)],
    heat: [
      { weekday: 0, hour: 12, missed: 9 },
      { weekday: 4, hour: 20, missed: 2 },
    ],
    left_out: { team: 2, spoofed: 1 },
    lines: [
      { line_id: "line", name: "Front desk", figures: { missed: 42, recovered: 26 } },
      { line_id: "other", name: "Workshop", figures: { missed: null, recovered: null } },
    ],
    templates: [{ name: "Short", sent: 20, replied: 12, low: 38.7, high: 78.1 }],
    ...told,
  };
}
