// The simulated call in Italian.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const it: Table<typeof en> = {
  card_name: "Chiamate perse: simularne una",
  card_description: "Che cosa seguirebbe a una chiamata persa e perché. Non si invia nulla.",
  title: "Simulare una chiamata persa",
  promise: "Non si invia e non si conserva nulla.",
  number: "Numero di chi chiama",
  line: "Linea",
  at: "Quando (vuoto: adesso)",
  ask: "Mostra che cosa accadrebbe",
  number_missing: "Scriva il numero di chi chiama.",
  no_line: "L'attività non ha ancora una linea. Aggiunga un numero, poi provi qui.",
  text_back: "Riceve subito un SMS",
  hold: "Riceve un SMS più tardi: {when}",
  skip: "Non riceve SMS",
  words: "L'SMS",
  cost: { one: "{n} SMS, {price}", other: "{n} SMS, {price}" },
  texts: { one: "{n} SMS", other: "{n} SMS" },
};
