// The heat map in French.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const fr: Table<typeof en> = {
  card_name: "Appels manqués : quand",
  card_description: "Quels jours et à quelles heures des appels sont manqués.",
  title: "Quand manquons-nous des appels ?",
  peak: "Le plus d'appels manqués : {when}.",
  peaks: "Le plus d'appels manqués : {when} et {other}.",
  no_peak: "Aucune heure ne ressort.",
  few: "Pas encore assez d'appels manqués pour voir une tendance.",
  cell: { one: "{when} : {n} appel manqué", other: "{when} : {n} appels manqués" },
  hour: "Heure",
  than: "Appels manqués des {period} passés, à l'heure du commerce.",
  option_period: "Période",
};
