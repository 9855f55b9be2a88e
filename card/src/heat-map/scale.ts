// When calls are missed: which hours are shown, how strong each is, and which stand out.
import type { HeatCell } from "../api/numbers";

const WEEKDAYS = 7;
const HOURS = 24;
// What a shop is usually open for: a map of fewer hours looks as if the others were not counted.
const USUAL_HOURS = [8, 18] as const;
/** Of fewer calls an hour that stands out says nothing. */
export const FEWEST_CALLS = 10;
const MOST_PEAKS = 2;

export interface HourOfWeek {
  readonly weekday: number;
  readonly hour: number;
}

export class HeatScale {
  readonly total: number;
  readonly most: number;
  private readonly counts: number[];

  constructor(heat: readonly HeatCell[]) {
    this.counts = Array.from({ length: WEEKDAYS * HOURS }, () => 0);
    for (const { weekday, hour, missed } of heat) this.counts[weekday * HOURS + hour] = missed;
    this.total = this.counts.reduce((sum, n) => sum + n, 0);
    this.most = Math.max(0, ...this.counts);
  }

  at({ weekday, hour }: HourOfWeek): number {
    return this.counts[weekday * HOURS + hour] ?? 0;
  }

  /** Return how strong an hour is coloured, from 0 to 1. */
  strength(hour: HourOfWeek): number {
    return this.most === 0 ? 0 : this.at(hour) / this.most;
  }

  /** Return the hours to show: the usual ones, and all between those with a missed call. */
  get hours(): number[] {
    const used = this.counts.flatMap((n, index) => (n > 0 ? [index % HOURS] : []));
    const first = Math.min(USUAL_HOURS[0], ...used);
    const last = Math.max(USUAL_HOURS[1] - 1, ...used);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  /** Return the hours in which most calls are missed; none where there are too few, or none stands out. */
  get peaks(): HourOfWeek[] {
    if (this.total < FEWEST_CALLS) return [];
    const peaks = this.counts.flatMap((n, index) =>
      n === this.most ? [{ weekday: Math.floor(index / HOURS), hour: index % HOURS }] : [],
    );
    return peaks.length <= MOST_PEAKS ? peaks : [];
  }
}

/** Return where a key leads from a cell, in rows and columns; undefined where it leads nowhere. */
export function step(
  key: string,
  from: { row: number; column: number },
  size: { rows: number; columns: number },
  isRightToLeft: boolean,
): { row: number; column: number } | undefined {
  const on = isRightToLeft ? -1 : 1;
  const { row, column } = from;
  const to = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: column + on },
    ArrowLeft: { row, column: column - on },
    Home: { row, column: 0 },
    End: { row, column: size.columns - 1 },
  }[key];
  if (to === undefined) return undefined;
  return { row: within(to.row, size.rows), column: within(to.column, size.columns) };
}

function within(value: number, length: number): number {
  return Math.max(0, Math.min(value, length - 1));
}
