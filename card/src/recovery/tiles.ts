// The tiles: which number each shows, how it is written, and whether more of it is better.
import type { Figure, FigureKey, Numbers } from "../api/numbers";
import type { Format } from "../i18n/format";

type Kind = "count" | "percent" | "money" | "duration" | "points";

interface Kept {
  readonly figure: FigureKey | "waiting";
  readonly kind: Kind;
  readonly icon: string;
  /** 1: more is better; -1: less is. */
  readonly better: 1 | -1;
}

const KEPT = {
  waiting: { figure: "waiting", kind: "count", icon: "mdi:account-clock", better: -1 },
  recovered_today: {
    figure: "recovered_today",
    kind: "count",
    icon: "mdi:account-check",
    better: 1,
  },
  missed: { figure: "missed", kind: "count", icon: "mdi:phone-missed", better: -1 },
  recovery_rate: { figure: "recovery_rate", kind: "percent", icon: "mdi:phone-return", better: 1 },
  revenue: { figure: "revenue", kind: "money", icon: "mdi:cash-check", better: 1 },
  booked: { figure: "booked", kind: "count", icon: "mdi:calendar-check", better: 1 },
  callback: {
    figure: "callback_seconds",
    kind: "duration",
    icon: "mdi:phone-outgoing",
    better: -1,
  },
  coverage: { figure: "coverage", kind: "percent", icon: "mdi:message-flash", better: 1 },
  lost: { figure: "lost", kind: "count", icon: "mdi:account-remove", better: -1 },
  score: { figure: "score", kind: "points", icon: "mdi:star-circle", better: 1 },
} as const satisfies Record<string, Kept>;

export type TileName = keyof typeof KEPT;
export const TILES = Object.keys(KEPT) as readonly TileName[];

/** How a number stands against the period before. */
export interface Change {
  readonly way: "up" | "down" | "same";
  readonly verdict: "better" | "worse" | "same";
  readonly words: string;
  /** How many points, where it is told in points: a rate that rises from 40 % to 50 % rose by 10. */
  readonly points: number | null;
}

export interface Tile {
  readonly name: TileName;
  readonly icon: string;
  /** Null: there were not enough calls to tell. */
  readonly value: string | null;
  /** Null: there is nothing to compare it with. */
  readonly change: Change | null;
}

/** Return the names that are tiles, in their own order; all of them where none was chosen. */
export function chosenTiles(wanted: unknown): readonly TileName[] {
  const chosen = Array.isArray(wanted) ? TILES.filter((tile) => wanted.includes(tile)) : [];
  return chosen.length > 0 ? chosen : TILES;
}

/** Return what a tile shows. */
export function tileOf(name: TileName, numbers: Numbers, format: Format): Tile {
  const kept: Kept = KEPT[name];
  const figure = figureOf(kept, numbers);
  const write = (value: number): string => written(value, kept.kind, numbers.currency, format);
  return {
    name,
    icon: kept.icon,
    value: figure.value === null ? null : write(figure.value),
    change: changeOf(figure, kept, numbers.currency, format),
  };
}

function figureOf(kept: Kept, numbers: Numbers): Figure {
  // Who waits, waits now: there is no period before.
  if (kept.figure === "waiting") return { value: numbers.now.waiting, previous: null };
  return numbers.figures[kept.figure] ?? { value: null, previous: null };
}

function written(value: number, kind: Kind, currency: string, format: Format): string {
  switch (kind) {
    case "percent":
      return format.percent(value);
    case "money":
      return format.money(value, currency);
    case "duration":
      return format.duration(value);
    default:
      return format.number(value, { maximumFractionDigits: 0 });
  }
}

/** Return the change that a reader sees: what looks the same on the screen has not changed. */
function changeOf(figure: Figure, kept: Kept, currency: string, format: Format): Change | null {
  const { kind, better } = kept;
  if (figure.value === null || figure.previous === null) return null;
  const isInPoints = kind === "percent" || kind === "points";
  // 67 % after 60 % is 7 points more, whatever was rounded off.
  const shown = (number: number): number => (isInPoints ? Math.round(number) : number);
  const value = shown(figure.value);
  const previous = shown(figure.previous);
  if (written(value, kind, currency, format) === written(previous, kind, currency, format)) {
    return { way: "same", verdict: "same", words: "", points: null };
  }
  const more = value - previous;
  const amount = written(Math.abs(more), isInPoints ? "points" : kind, currency, format);
  return {
    way: more > 0 ? "up" : "down",
    verdict: more * better > 0 ? "better" : "worse",
    words: `${more > 0 ? "+" : "−"}${amount}`,
    points: isInPoints ? Math.abs(more) : null,
  };
}
