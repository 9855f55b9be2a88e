// The heat map in Spanish.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const es: Table<typeof en> = {
  card_name: "Llamadas perdidas: cuándo",
  card_description: "En qué días y a qué horas se pierden llamadas.",
  title: "¿Cuándo perdemos llamadas?",
  peak: "Cuando más se pierden: {when}.",
  peaks: "Cuando más se pierden: {when} y {other}.",
  no_peak: "Ninguna hora destaca.",
  few: "Aún hay pocas llamadas perdidas para ver un patrón.",
  cell: { one: "{when}: {n} llamada perdida", other: "{when}: {n} llamadas perdidas" },
  hour: "Hora",
  than: "Llamadas perdidas de los últimos {period}, según el reloj del negocio.",
  option_period: "Periodo",
};
