// The simulated call in English: the table that all others follow.
export const en = {
  card_name: "Missed calls: simulate one",
  card_description: "What a missed call would lead to, and why. Nothing is sent.",
  title: "Simulate a missed call",
  promise: "Nothing is sent, and nothing is kept.",
  number: "Caller's number",
  line: "Line",
  at: "When (empty: now)",
  ask: "Show what would happen",
  number_missing: "Type the number of a caller.",
  no_line: "The shop has no line yet. Add a number to it, then try it here.",
  text_back: "Texted at once",
  hold: "Texted later: {when}",
  skip: "Not texted",
  words: "The text",
  cost: { one: "{n} text, {price}", other: "{n} texts, {price}" },
  texts: { one: "{n} text", other: "{n} texts" },
} as const;
