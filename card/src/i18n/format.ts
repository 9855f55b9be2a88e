// Numbers, money and times, written as this user of Home Assistant wants them.
import type { Locale } from "../api/hass";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const NUMBER_LOCALES: Partial<Record<Locale["number_format"], string>> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  quote_decimal: "de-CH",
  space_comma: "fr",
  none: "en-US",
};

/** Writes for one user. Times that tell of days are those of `zone`. */
export class Format {
  private readonly numbers: string | undefined;
  private readonly grouping: boolean;
  private readonly zone: string | undefined;
  private readonly hour12: boolean | undefined;
  private readonly language: string | undefined;
  // Each costs more to make than to use.
  private readonly dates = new Map<string, Intl.DateTimeFormat>();

  constructor(locale: Locale, serverZone: string) {
    this.language = usable(locale.language);
    const asked = locale.number_format;
    this.numbers = asked === "system" ? undefined : (NUMBER_LOCALES[asked] ?? this.language);
    this.grouping = asked !== "none";
    this.zone = locale.time_zone === "server" ? serverZone : undefined;
    this.hour12 = { "12": true, "24": false, language: undefined, system: undefined }[
      locale.time_format
    ];
  }

  number(value: number, options: Intl.NumberFormatOptions = {}): string {
    const grouping = this.grouping ? {} : { useGrouping: false };
    return new Intl.NumberFormat(this.numbers, { ...grouping, ...options }).format(value);
  }

  /** Write an amount of money, without cents where there are none. */
  money(value: number, currency: string): string {
    return this.number(value, {
      style: "currency",
      currency,
      trailingZeroDisplay: "stripIfInteger",
    });
  }

  /** Write a share of a hundred. */
  percent(value: number): string {
    return this.number(value / 100, { style: "percent", maximumFractionDigits: 0 });
  }

  /** Write how long something takes, in the largest unit that tells it. */
  duration(seconds: number): string {
    const [unit, each] = unitOf(seconds);
    return this.number(Math.round(seconds / each), { style: "unit", unit, unitDisplay: "short" });
  }

  /** Write how long ago something was, or how long it is until then. */
  relative(at: string, now: Date): string {
    const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
    const [unit, each] = unitOf(Math.abs(seconds));
    const relative = new Intl.RelativeTimeFormat(this.language, {
      numeric: "auto",
      style: "short",
    });
    // "now" says more than "in 0 seconds".
    if (unit === "second") return relative.format(0, "second");
    return relative.format(Math.round(seconds / each), unit);
  }

  time(at: string): string {
    return this.date(at, { hour: "numeric", minute: "2-digit" });
  }

  /** Write a day, as people talk of it: today, yesterday, or its date. */
  day(at: string, now: Date): string {
    const days = Math.round((this.dayNumber(at) - this.dayNumber(now.toISOString())) / DAY);
    if (Math.abs(days) <= 1) {
      const relative = new Intl.RelativeTimeFormat(this.language, {
        numeric: "auto",
      });
      const words = relative.format(days, "day");
      return words.charAt(0).toLocaleUpperCase(this.language) + words.slice(1);
    }
    const sameYear = this.date(at, { year: "numeric" }) === this.year(now);
    return this.date(at, {
      weekday: "short",
      day: "numeric",
      month: "short",
      ...(sameYear ? {} : { year: "numeric" }),
    });
  }

  /** Write a time of any day: the hour alone where it is today's. */
  moment(at: string, now: Date): string {
    const isToday = this.dayNumber(at) === this.dayNumber(now.toISOString());
    return isToday ? this.time(at) : `${this.day(at, now)}, ${this.time(at)}`;
  }

  /** Write a time of any day as short as a list wants it: the hour, or the date. */
  shortMoment(at: string, now: Date): string {
    if (this.dayNumber(at) === this.dayNumber(now.toISOString())) return this.time(at);
    const sameYear = this.date(at, { year: "numeric" }) === this.year(now);
    return this.date(at, {
      day: "numeric",
      month: "short",
      ...(sameYear ? {} : { year: "numeric" }),
    });
  }

  private year(now: Date): string {
    return this.date(now.toISOString(), { year: "numeric" });
  }

  private date(at: string, options: Intl.DateTimeFormatOptions, language = this.language): string {
    const key = `${language ?? ""} ${Object.entries(options).join()}`;
    let writer = this.dates.get(key);
    if (writer === undefined) {
      const isClock = options.hour !== undefined && this.hour12 !== undefined;
      writer = new Intl.DateTimeFormat(language, {
        ...options,
        ...(isClock ? { hour12: this.hour12 } : {}),
        ...(this.zone === undefined ? {} : { timeZone: this.zone }),
      });
      this.dates.set(key, writer);
    }
    return writer.format(new Date(at));
  }

  /** Number the days of the user's calendar, in seconds: their difference counts days. */
  private dayNumber(at: string): number {
    const day = this.date(at, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
    return Date.parse(`${day}T00:00:00Z`) / 1000;
  }
}

function unitOf(seconds: number): ["second" | "minute" | "hour" | "day", number] {
  if (seconds < MINUTE) return ["second", 1];
  if (seconds < HOUR) return ["minute", MINUTE];
  if (seconds < DAY) return ["hour", HOUR];
  return ["day", DAY];
}

/** Return the language where Intl knows it: some of Home Assistant's names are no language tags. */
export function usable(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}
