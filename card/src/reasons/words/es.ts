// Why a call was texted or not, in Spanish.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const es: Table<typeof en> = {
  already_decided: "Ya se había decidido sobre esta llamada",
  answered: "Alguien atendió la llamada",
  automatic_off: "El mensaje automático está desactivado: decide una automatización",
  missed_closed: "La llamada se perdió con el negocio cerrado",
  missed_open: "La llamada se perdió en horario de apertura",
  no_caller_id: "Quien llamó ocultó su número",
  not_a_phone_number: "Al número de quien llamó no se le puede escribir",
  opted_out: "Quien llamó pidió no recibir mensajes",
  own_number: "El número es una de sus propias líneas",
  requested: "Una automatización o una persona pidió el mensaje",
  team: "Quien llamó es del equipo",
  texted_recently: "Quien llamó recibió un mensaje hace poco",
  too_late:
    "La llamada se supo tan tarde que un mensaje solo confundiría: alguien debería devolverla",
  sensible_hours: "Donde está quien llamó es de noche: el mensaje espera a la mañana",
  short_code: "El número de quien llamó es un número corto, que nadie lee",
  blocked: "Quien llamó está en su lista de bloqueo",
  foreign: "El número es de un país al que su negocio no escribe",
  cannot_get_texts: "Los números de este tipo no reciben mensajes",
  landline: "El número es un teléfono fijo: alguien debería llamar",
  outcome_off: "Según sus ajustes, a las llamadas que acaban así no se les escribe",
  short_ring: "Quien llamó colgó enseguida, como tras un número equivocado",
  spoofed: "La red no pudo confirmar que la llamada viniera de este número",
  talking: "Usted y quien llamó se escribieron hace poco",
  people_talk: "Una persona escribe con quien llamó, así que ninguna máquina lo hace",
  reached: "Alguien habló hace poco con quien llamó",
  burst:
    "Muchos desconocidos de un mismo bloque de números llamaron a la vez, lo que parece un fraude",
  cap_caller: "Quien llamó ya recibió hoy todos los mensajes que usted permite",
  cap_hour: "En esta hora ya salieron todos los mensajes que usted permite",
  no_whatsapp:
    "WhatsApp solo admite palabras durante un día desde lo último que la persona escribió allí",
  cap_day: "Hoy ya salieron todos los mensajes que usted permite",
  budget: "El presupuesto del mes para mensajes está agotado",
  called_again: "Quien llamó volvió a llamar antes de que saliera el mensaje",
  called_back: "Alguien devolvió la llamada antes de que saliera el mensaje",
  replied: "Quien llamó escribió antes de que saliera el mensaje",
  delivered: "El mensaje llegó al final, así que no se envió otra vez",
};
