// The simulated call in French.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const fr: Table<typeof en> = {
  card_name: "Appels manqués : en simuler un",
  card_description: "Ce qui suivrait un appel manqué, et pourquoi. Rien n'est envoyé.",
  title: "Simuler un appel manqué",
  promise: "Rien n'est envoyé ni conservé.",
  number: "Numéro de l'appelant",
  line: "Ligne",
  at: "Quand (vide : maintenant)",
  ask: "Voir ce qui se passerait",
  number_missing: "Saisissez le numéro d'un appelant.",
  no_line: "L'entreprise n'a pas encore de ligne. Ajoutez-lui un numéro, puis essayez ici.",
  text_back: "Reçoit un SMS tout de suite",
  hold: "Reçoit un SMS plus tard : {when}",
  skip: "Ne reçoit pas de SMS",
  words: "Le SMS",
  cost: { one: "{n} SMS, {price}", other: "{n} SMS, {price}" },
  texts: { one: "{n} SMS", other: "{n} SMS" },
};
