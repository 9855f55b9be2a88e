// The dashboard in Italian.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const it: Table<typeof en> = {
  name: "Chiamate perse",
  description:
    "Chi aspetta una risposta, che cosa è stato recuperato, quando si perdono chiamate, e le sue linee.",
  waiting: "Conversazioni",
  lines: "Linee",
  close: "Chiudere per un po'",
  no_shop:
    "**Nessun negozio è ancora configurato**, o nessuno che lei possa vedere.\n\n[Configurare Missed Call Text-Back]({link})",
  no_right:
    "**Non c'è nessun negozio che lei possa vedere.** Chieda a un amministratore il diritto di controllare le sue entità.",
  not_open:
    "**{title}** al momento non è in funzione. Apparirà qui appena lo sarà; [guardi l'integrazione]({link}) se ci mette molto.",
};
