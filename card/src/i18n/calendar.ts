// Days of the week, hours and months, which belong to no date: written as this user wants them.
import type { Locale } from "../api/hass";
import { usable } from "./format";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const DAYS_OF_A_WEEK = 7;
// Any Monday: what is written of it tells of no date.
const MONDAY = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Monday is 0, as for the server. */
export class Calendar {
  private readonly language: string | undefined;
  private readonly clock: Intl.DateTimeFormatOptions;
  private readonly writers = new Map<string, Intl.DateTimeFormat>();

  constructor(private readonly locale: Locale) {
    this.language = usable(locale.language);
    const hour12 = { "12": true, "24": false, language: undefined, system: undefined }[
      locale.time_format
    ];
    this.clock = { hour: "numeric", ...(hour12 === undefined ? {} : { hour12 }) };
  }

  /** Return the weekdays in the order in which this user writes a week. */
  get week(): number[] {
    const first = this.firstWeekday;
    return Array.from({ length: DAYS_OF_A_WEEK }, (_, day) => (first + day) % DAYS_OF_A_WEEK);
  }

  weekday(weekday: number, length: "long" | "short"): string {
    return this.writer({ weekday: length }).format(MONDAY + weekday * DAY);
  }

  /** Write the hour that begins then. */
  hour(hour: number): string {
    return this.writer(this.clock).format(MONDAY + hour * HOUR);
  }

  /** Write an hour of a week, from its beginning to its end. */
  hourOfWeek(weekday: number, hour: number): string {
    return `${this.weekday(weekday, "long")}, ${this.hour(hour)} – ${this.hour(hour + 1)}`;
  }

  /** Write a month, as 2026-11. */
  month(month: string, length: "long" | "narrow"): string {
    const year = length === "long" ? ({ year: "numeric" } as const) : {};
    return this.writer({ month: length, ...year }).format(Date.parse(`${month}-01`));
  }

  private get firstWeekday(): number {
    const chosen = WEEKDAYS.indexOf(this.locale.first_weekday ?? "");
    if (chosen >= 0) return chosen;
    try {
      const known = new Intl.Locale(this.language ?? "en") as WeekLocale;
      const info = known.getWeekInfo?.() ?? known.weekInfo;
      return info === undefined ? 0 : (info.firstDay - 1) % DAYS_OF_A_WEEK;
    } catch {
      return 0;
    }
  }

  private writer(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = Object.entries(options).join();
    let writer = this.writers.get(key);
    if (writer === undefined) {
      writer = new Intl.DateTimeFormat(this.language, { ...options, timeZone: "UTC" });
      this.writers.set(key, writer);
    }
    return writer;
  }
}

/** Where a browser knows with which day a week begins: Monday is 1. */
interface WeekLocale extends Intl.Locale {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}
