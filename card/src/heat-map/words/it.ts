// The heat map in Italian.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const it: Table<typeof en> = {
  card_name: "Chiamate perse: quando",
  card_description: "In quali giorni e a quali ore si perdono chiamate.",
  title: "Quando perdiamo chiamate?",
  peak: "Quando se ne perdono di più: {when}.",
  peaks: "Quando se ne perdono di più: {when} e {other}.",
  no_peak: "Nessuna ora spicca.",
  few: "Ancora poche chiamate perse per vedere uno schema.",
  cell: { one: "{when}: {n} chiamata persa", other: "{when}: {n} chiamate perse" },
  hour: "Ora",
  than: "Chiamate perse degli ultimi {period}, secondo l'ora del negozio.",
  option_period: "Periodo",
};
