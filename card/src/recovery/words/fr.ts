// The numbers in French.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const fr: Table<typeof en> = {
  card_name: "Appels manqués : ce qui a été récupéré",
  card_description: "Qui attend, ce qui a été récupéré et l'évolution mois par mois.",
  title: "Récupérés",
  tile_waiting: "En attente",
  tile_recovered_today: "Récupérés aujourd'hui",
  tile_missed: "Appels manqués",
  tile_recovery_rate: "Taux de récupération",
  tile_revenue: "Chiffre récupéré",
  tile_booked: "Rendez-vous",
  tile_callback: "Délai de rappel",
  tile_coverage: "SMS en moins de 30 s",
  tile_lost: "Perdus",
  tile_score: "Note de récupération",
  not_enough: "Pas encore assez d'appels",
  better: "{change}, mieux",
  worse: "{change}, moins bien",
  same: "comme avant",
  points: { one: "{change} point", other: "{change} points" },
  than: "Par rapport aux {period} d'avant ; aujourd'hui, à hier.",
  period: "Période",
  urgent: { one: "dont {n} urgent", other: "dont {n} urgents" },
  to_call_back: {
    one: "encore {n} à rappeler",
    other: "encore {n} à rappeler",
  },
  trend: "Les 12 derniers mois",
  no_trend: "Les mois s'afficheront ici dès qu'il y aura des appels manqués.",
  month: "Mois",
  missed: "Manqués",
  recovered: "Récupérés",
  of_month: "{month} : {missed} manqués, {recovered} récupérés",
  details: "Lignes, textes et mois",
  lines: "Par ligne",
  line: "Ligne",
  rate: "Taux",
  templates: "Quel texte obtient des réponses ?",
  replied_to: {
    one: "{replied} appelant sur {n} a répondu",
    other: "{replied} appelants sur {n} ont répondu",
  },
  range: "la part réelle se situe sans doute entre {low} et {high}",
  no_template: "Aucun texte n'est encore parti.",
  undecided:
    "Les barres se chevauchent : qu'un texte ait plus de réponses peut être un hasard. Attendez plus d'appels.",
  decided: "« {name} » obtient plus de réponses que les autres.",
  left_out: {
    one: "{n} appel manqué n'est pas compté : de votre équipe, indésirable, sans numéro ou d'une personne qui ne veut pas de SMS.",
    other:
      "{n} appels manqués ne sont pas comptés : de votre équipe, indésirables, sans numéro ou de personnes qui ne veulent pas de SMS.",
  },
  option_tiles: "Tuiles",
  option_tiles_all: "Aucune choisie : toutes",
  option_period: "Période au départ",
};
