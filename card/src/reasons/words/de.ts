// Why a call was texted or not, in German.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const de: Table<typeof en> = {
  already_decided: "Über diesen Anruf wurde schon entschieden",
  answered: "Jemand nahm den Anruf an",
  automatic_off: "Die automatische SMS ist aus: eine Automation entscheidet",
  missed_closed: "Der Anruf wurde verpasst, während geschlossen war",
  missed_open: "Der Anruf wurde während der Öffnungszeiten verpasst",
  no_caller_id: "Der Anrufer unterdrückte seine Nummer",
  not_a_phone_number: "An die Nummer des Anrufers kann keine SMS gehen",
  opted_out: "Der Anrufer will keine SMS",
  own_number: "Die Nummer ist einer Ihrer eigenen Anschlüsse",
  requested: "Eine Automation oder ein Mensch bat um die SMS",
  team: "Der Anrufer gehört zum Team",
  texted_recently: "Der Anrufer bekam vor Kurzem schon eine SMS",
  too_late:
    "Der Anruf wurde so spät bekannt, dass eine SMS nur verwirren würde: jemand sollte zurückrufen",
  sensible_hours: "Beim Anrufer ist Nacht: die SMS wartet bis zum Morgen",
  short_code: "Die Nummer des Anrufers ist eine Kurzwahl, die niemand liest",
  blocked: "Der Anrufer steht auf Ihrer Sperrliste",
  foreign: "Die Nummer gehört zu einem Land, in das Ihr Betrieb keine SMS sendet",
  cannot_get_texts: "Nummern dieser Art können keine SMS bekommen",
  landline: "Die Nummer ist ein Festnetzanschluss: jemand sollte zurückrufen",
  outcome_off: "Auf Anrufe, die so enden, folgt nach Ihren Einstellungen keine SMS",
  short_ring: "Der Anrufer legte sofort auf, wie nach einer falschen Nummer",
  spoofed: "Das Netz konnte nicht bestätigen, dass der Anruf von dieser Nummer kam",
  talking: "Sie und der Anrufer schrieben einander vor Kurzem",
  people_talk: "Ein Mensch schreibt mit dem Anrufer, also schreibt keine Maschine",
  reached: "Jemand sprach vor Kurzem mit dem Anrufer",
  burst:
    "Viele unbekannte Anrufer eines Nummernblocks riefen auf einmal an: das sieht nach Betrug aus",
  cap_caller: "Der Anrufer bekam heute so viele SMS, wie Sie erlauben",
  cap_hour: "In dieser Stunde gingen so viele SMS hinaus, wie Sie erlauben",
  no_whatsapp:
    "WhatsApp nimmt Worte nur einen Tag lang an, nachdem der Mensch dort zuletzt schrieb",
  cap_day: "Heute gingen so viele SMS hinaus, wie Sie erlauben",
  budget: "Das Monatsbudget für SMS ist aufgebraucht",
  called_again: "Der Anrufer rief noch einmal an, bevor die SMS hinausging",
  called_back: "Jemand rief zurück, bevor die SMS hinausging",
  replied: "Der Anrufer schrieb, bevor die SMS hinausging",
  delivered: "Die SMS kam doch an und wurde kein zweites Mal gesendet",
};
