// The numbers in Italian.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const it: Table<typeof en> = {
  card_name: "Chiamate perse: che cosa è stato recuperato",
  card_description: "Chi aspetta, che cosa è stato recuperato e come va mese per mese.",
  title: "Recuperati",
  tile_waiting: "In attesa ora",
  tile_recovered_today: "Recuperati oggi",
  tile_missed: "Chiamate perse",
  tile_recovery_rate: "Tasso di recupero",
  tile_revenue: "Incasso recuperato",
  tile_booked: "Appuntamenti",
  tile_callback: "Tempo per richiamare",
  tile_coverage: "SMS entro 30 s",
  tile_lost: "Persi",
  tile_score: "Voto di recupero",
  not_enough: "Ancora poche chiamate",
  better: "{change}, meglio",
  worse: "{change}, peggio",
  same: "come prima",
  points: { one: "{change} punto", other: "{change} punti" },
  than: "Rispetto ai {period} precedenti; oggi, rispetto a ieri.",
  period: "Periodo",
  urgent: { one: "di cui {n} urgente", other: "di cui {n} urgenti" },
  to_call_back: {
    one: "ancora {n} da richiamare",
    other: "ancora {n} da richiamare",
  },
  trend: "Gli ultimi 12 mesi",
  no_trend: "I mesi appariranno qui quando ci saranno chiamate perse.",
  month: "Mese",
  missed: "Perse",
  recovered: "Recuperate",
  of_month: "{month}: {missed} perse, {recovered} recuperate",
  details: "Linee, testi e mesi",
  lines: "Per linea",
  line: "Linea",
  rate: "Tasso",
  templates: "Quale testo riceve risposte?",
  replied_to: {
    one: "{replied} su {n} ha risposto",
    other: "{replied} su {n} hanno risposto",
  },
  range: "la quota reale è probabilmente fra {low} e {high}",
  no_template: "Non è ancora partito nessun testo.",
  undecided:
    "Le barre si sovrappongono: che uno riceva più risposte può essere un caso. Aspetti altre chiamate.",
  decided: "«{name}» riceve più risposte degli altri.",
  left_out: {
    one: "{n} chiamata persa non conta: del suo team, spam, senza numero o di chi non vuole SMS.",
    other:
      "{n} chiamate perse non contano: del suo team, spam, senza numero o di chi non vuole SMS.",
  },
  option_tiles: "Riquadri",
  option_tiles_all: "Nessuno scelto: tutti",
  option_period: "Periodo iniziale",
};
