// The simulated call in Spanish.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const es: Table<typeof en> = {
  card_name: "Llamadas perdidas: simular una",
  card_description: "Qué seguiría a una llamada perdida y por qué. No se envía nada.",
  title: "Simular una llamada perdida",
  promise: "No se envía ni se guarda nada.",
  number: "Número de quien llama",
  line: "Línea",
  at: "Cuándo (vacío: ahora)",
  ask: "Ver qué pasaría",
  number_missing: "Escriba el número de quien llama.",
  no_line: "El negocio todavía no tiene ninguna línea. Añádale un número y pruébelo aquí.",
  text_back: "Recibe un SMS enseguida",
  hold: "Recibe un SMS más tarde: {when}",
  skip: "No recibe ningún SMS",
  words: "El SMS",
  cost: { one: "{n} SMS, {price}", other: "{n} SMS, {price}" },
  texts: { one: "{n} SMS", other: "{n} SMS" },
};
