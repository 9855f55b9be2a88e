// The heat map in English: the table that all others follow.
export const en = {
  card_name: "Missed calls: when",
  card_description: "On which days and at which hours calls are missed.",
  title: "When do we miss calls?",
  peak: "Most calls are missed on {when}.",
  peaks: "Most calls are missed on {when} and on {other}.",
  no_peak: "No hour stands out.",
  few: "Too few missed calls yet to see a pattern.",
  cell: { one: "{when}: {n} missed call", other: "{when}: {n} missed calls" },
  hour: "Hour",
  than: "Missed calls of the last {period}, by the shop's clock.",
  option_period: "Period",
} as const;
