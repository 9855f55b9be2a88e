// Why a call was texted or not, in French.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const fr: Table<typeof en> = {
  already_decided: "Cet appel avait déjà été traité",
  answered: "Quelqu’un a pris l’appel",
  automatic_off: "Le SMS automatique est désactivé : une automatisation décide",
  missed_closed: "L’appel a été manqué pendant la fermeture",
  missed_open: "L’appel a été manqué pendant les heures d’ouverture",
  no_caller_id: "L’appelant a masqué son numéro",
  not_a_phone_number: "Le numéro de l’appelant ne peut pas recevoir de SMS",
  opted_out: "L’appelant a demandé à ne pas recevoir de SMS",
  own_number: "Le numéro est l’une de vos propres lignes",
  requested: "Une automatisation ou une personne a demandé le SMS",
  team: "L’appelant fait partie de l’équipe",
  texted_recently: "L’appelant a reçu un SMS il y a peu",
  too_late: "L’appel a été connu si tard qu’un SMS ne ferait que dérouter : il faudrait rappeler",
  sensible_hours: "Il fait nuit chez l’appelant : le SMS attend le matin",
  short_code: "Le numéro de l’appelant est un numéro court, que personne ne lit",
  blocked: "L’appelant est sur votre liste de blocage",
  foreign: "Le numéro est d’un pays où vous n’envoyez pas de SMS",
  cannot_get_texts: "Les numéros de ce type ne reçoivent pas de SMS",
  landline: "Le numéro est une ligne fixe : il faudrait rappeler",
  outcome_off: "Selon vos réglages, un appel qui finit ainsi n’est pas suivi d’un SMS",
  short_ring: "L’appelant a raccroché aussitôt, comme après un faux numéro",
  spoofed: "Le réseau n’a pas pu confirmer que l’appel venait de ce numéro",
  talking: "Vous et l’appelant vous êtes écrit il y a peu",
  people_talk: "Une personne écrit avec l’appelant : aucune machine n’écrit donc",
  reached: "Quelqu’un a parlé avec l’appelant il y a peu",
  burst:
    "Beaucoup d’inconnus d’un même bloc de numéros ont appelé à la fois, ce qui ressemble à une fraude",
  cap_caller: "L’appelant a reçu aujourd’hui autant de SMS que vous l’autorisez",
  cap_hour: "Autant de SMS que vous l’autorisez sont partis cette heure-ci",
  no_whatsapp:
    "WhatsApp n’accepte des mots que pendant un jour après le dernier message de la personne",
  cap_day: "Autant de SMS que vous l’autorisez sont partis aujourd’hui",
  budget: "Le budget du mois pour les SMS est épuisé",
  called_again: "L’appelant a rappelé avant le départ du SMS",
  called_back: "Quelqu’un a rappelé avant le départ du SMS",
  replied: "L’appelant a écrit avant le départ du SMS",
  delivered: "Le SMS est finalement arrivé et n’a pas été renvoyé",
};
