// The simulated call in German.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const de: Table<typeof en> = {
  card_name: "Verpasste Anrufe: einen simulieren",
  card_description:
    "Was auf einen verpassten Anruf folgen würde und warum. Es wird nichts gesendet.",
  title: "Einen verpassten Anruf simulieren",
  promise: "Es wird nichts gesendet und nichts gespeichert.",
  number: "Nummer des Anrufers",
  line: "Anschluss",
  at: "Wann (leer: jetzt)",
  ask: "Zeigen, was geschähe",
  number_missing: "Geben Sie die Nummer eines Anrufers ein.",
  no_line:
    "Der Betrieb hat noch keine Leitung. Fügen Sie ihm eine Nummer hinzu, dann probieren Sie es hier.",
  text_back: "Bekommt sofort eine SMS",
  hold: "Bekommt später eine SMS: {when}",
  skip: "Bekommt keine SMS",
  words: "Die SMS",
  cost: { one: "{n} SMS, {price}", other: "{n} SMS, {price}" },
  texts: { one: "{n} SMS", other: "{n} SMS" },
};
