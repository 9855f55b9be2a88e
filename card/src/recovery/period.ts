// Which days numbers are asked for, by the shop's own calendar.

export const PERIODS = [7, 30, 90, 365] as const;
export type Period = (typeof PERIODS)[number];

const MONTHS_OF_A_YEAR = 12;
const DAY = 86_400_000;

/** Return the period of that many days; the usual one where there is no such choice. */
export function periodOf(wanted: unknown, usual: Period = 30): Period {
  return PERIODS.find((period) => period === Number(wanted)) ?? usual;
}

/** Return the day that it is in a time zone, ISO 8601. */
export function dayIn(zone: string, now: Date): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(now);
}

/** Return the days of a period that ends today. */
export function daysOf(period: Period, zone: string, now: Date): { since: string; until: string } {
  const until = dayIn(zone, now);
  const since = new Date(Date.parse(until) - (period - 1) * DAY).toISOString().slice(0, 10);
  return { since, until };
}

/** Return how long it is until another day begins there; an hour off when clocks are changed. */
export function untilMidnight(zone: string, now: Date): number {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(now);
  const since = Date.parse(`1970-01-01T${clock}Z`);
  return DAY - (since % DAY);
}

/** Write how long a period is: its days, or its months where that says more. */
export function lengthOf(
  period: Period,
  number: (value: number, options: Intl.NumberFormatOptions) => string,
): string {
  const [value, unit] = period === 365 ? [MONTHS_OF_A_YEAR, "month"] : [period, "day"];
  return number(value, { style: "unit", unit, unitDisplay: "long" });
}

/** Return the periods as a form offers them, in the page's language. */
export function periodOptions(): { value: string; label: string }[] {
  const language = document.documentElement.lang || undefined;
  return PERIODS.map((period) => ({
    value: String(period),
    label: lengthOf(period, (value, unit) => new Intl.NumberFormat(language, unit).format(value)),
  }));
}
