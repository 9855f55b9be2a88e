// The dashboard in Spanish.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const es: Table<typeof en> = {
  name: "Llamadas perdidas",
  description: "Quién espera respuesta, qué se recuperó, cuándo se pierden llamadas y sus líneas.",
  waiting: "Conversaciones",
  lines: "Líneas",
  close: "Cerrar por un tiempo",
  no_shop:
    "**Aún no hay ningún negocio configurado**, o ninguno que pueda ver.\n\n[Configurar Missed Call Text-Back]({link})",
  no_right:
    "**No hay ningún negocio que pueda ver.** Pida a un administrador permiso para controlar sus entidades.",
  not_open:
    "**{title}** no está en marcha en este momento. Aparecerá aquí cuando lo esté; [mire la integración]({link}) si tarda.",
};
