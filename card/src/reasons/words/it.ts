// Why a call was texted or not, in Italian.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const it: Table<typeof en> = {
  already_decided: "Su questa chiamata si era già deciso",
  answered: "Qualcuno ha risposto alla chiamata",
  automatic_off: "L’SMS automatico è disattivato: decide un’automazione",
  missed_closed: "La chiamata è andata persa a negozio chiuso",
  missed_open: "La chiamata è andata persa in orario di apertura",
  no_caller_id: "Chi ha chiamato ha nascosto il numero",
  not_a_phone_number: "Al numero di chi ha chiamato non si può scrivere",
  opted_out: "Chi ha chiamato ha chiesto di non ricevere SMS",
  own_number: "Il numero è una delle sue linee",
  requested: "Un’automazione o una persona ha chiesto l’SMS",
  team: "Chi ha chiamato è del team",
  texted_recently: "Chi ha chiamato ha ricevuto un SMS poco fa",
  too_late:
    "La chiamata si è saputa così tardi che un SMS confonderebbe soltanto: qualcuno dovrebbe richiamare",
  sensible_hours: "Da chi ha chiamato è notte: l’SMS aspetta il mattino",
  short_code: "Il numero di chi ha chiamato è un numero breve, che nessuno legge",
  blocked: "Chi ha chiamato è nella sua lista di blocco",
  foreign: "Il numero è di un Paese a cui non si mandano SMS",
  cannot_get_texts: "I numeri di questo tipo non ricevono SMS",
  landline: "Il numero è una linea fissa: qualcuno dovrebbe richiamare",
  outcome_off: "Secondo le sue impostazioni, alle chiamate che finiscono così non segue un SMS",
  short_ring: "Chi ha chiamato ha riattaccato subito, come dopo un numero sbagliato",
  spoofed: "La rete non ha potuto confermare che la chiamata venisse da questo numero",
  talking: "Lei e chi ha chiamato vi siete scritti poco fa",
  people_talk: "Una persona scrive con chi ha chiamato, quindi nessuna macchina lo fa",
  reached: "Qualcuno ha parlato poco fa con chi ha chiamato",
  burst:
    "Molti sconosciuti di uno stesso blocco di numeri hanno chiamato insieme, il che sembra una frode",
  cap_caller: "Chi ha chiamato ha ricevuto oggi tutti gli SMS che lei permette",
  cap_hour: "In quest’ora sono partiti tutti gli SMS che lei permette",
  no_whatsapp: "WhatsApp accetta parole solo per un giorno da quando la persona ha scritto lì",
  cap_day: "Oggi sono partiti tutti gli SMS che lei permette",
  budget: "Il budget del mese per gli SMS è esaurito",
  called_again: "Chi ha chiamato ha richiamato prima che l’SMS partisse",
  called_back: "Qualcuno ha richiamato prima che l’SMS partisse",
  replied: "Chi ha chiamato ha scritto prima che l’SMS partisse",
  delivered: "L’SMS è arrivato comunque, quindi non è stato inviato di nuovo",
};
