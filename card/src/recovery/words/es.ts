// The numbers in Spanish.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const es: Table<typeof en> = {
  card_name: "Llamadas perdidas: lo recuperado",
  card_description: "Quién espera, qué se recuperó y cómo va mes a mes.",
  title: "Recuperado",
  tile_waiting: "Esperan ahora",
  tile_recovered_today: "Recuperados hoy",
  tile_missed: "Llamadas perdidas",
  tile_recovery_rate: "Tasa de recuperación",
  tile_revenue: "Ingresos recuperados",
  tile_booked: "Citas",
  tile_callback: "Tiempo en devolver la llamada",
  tile_coverage: "SMS en menos de 30 s",
  tile_lost: "Perdidos",
  tile_score: "Nota de recuperación",
  not_enough: "Aún hay pocas llamadas",
  better: "{change}, mejor",
  worse: "{change}, peor",
  same: "como antes",
  points: { one: "{change} punto", other: "{change} puntos" },
  than: "En comparación con los {period} anteriores; hoy, con ayer.",
  period: "Periodo",
  urgent: { one: "{n} urgente", other: "{n} urgentes" },
  to_call_back: {
    one: "{n} más por llamar",
    other: "{n} más por llamar",
  },
  trend: "Los últimos 12 meses",
  no_trend: "Aquí se verán los meses cuando haya llamadas perdidas.",
  month: "Mes",
  missed: "Perdidas",
  recovered: "Recuperadas",
  of_month: "{month}: {missed} perdidas, {recovered} recuperadas",
  details: "Líneas, textos y meses",
  lines: "Por línea",
  line: "Línea",
  rate: "Tasa",
  templates: "¿Qué texto recibe respuestas?",
  replied_to: {
    one: "{replied} de {n} respondió",
    other: "{replied} de {n} respondieron",
  },
  range: "la proporción real está probablemente entre {low} y {high}",
  no_template: "Aún no salió ningún texto.",
  undecided:
    "Las barras se solapan: que uno reciba más respuestas puede ser casualidad. Espere a tener más llamadas.",
  decided: "«{name}» recibe más respuestas que los demás.",
  left_out: {
    one: "{n} llamada perdida no cuenta: de su equipo, spam, sin número o de alguien que no quiere SMS.",
    other:
      "{n} llamadas perdidas no cuentan: de su equipo, spam, sin número o de quienes no quieren SMS.",
  },
  option_tiles: "Mosaicos",
  option_tiles_all: "Ninguno elegido: todos",
  option_period: "Periodo inicial",
};
