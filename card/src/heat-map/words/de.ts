// The heat map in German.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const de: Table<typeof en> = {
  card_name: "Verpasste Anrufe: wann",
  card_description: "An welchen Tagen und zu welchen Stunden Anrufe verpasst werden.",
  title: "Wann verpassen wir Anrufe?",
  peak: "Die meisten werden verpasst: {when}.",
  peaks: "Die meisten werden verpasst: {when} und {other}.",
  no_peak: "Keine Stunde sticht hervor.",
  few: "Noch zu wenige verpasste Anrufe, um ein Muster zu erkennen.",
  cell: { one: "{when}: {n} verpasster Anruf", other: "{when}: {n} verpasste Anrufe" },
  hour: "Stunde",
  than: "Verpasste Anrufe, Zeitraum: {period}, nach der Uhr des Betriebs.",
  option_period: "Zeitraum",
};
