// The dashboard in German.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const de: Table<typeof en> = {
  name: "Verpasste Anrufe",
  description:
    "Wer auf Antwort wartet, was zurückgewonnen wurde, wann Anrufe verpasst werden, und Ihre Anschlüsse.",
  waiting: "Gespräche",
  lines: "Anschlüsse",
  close: "Vorübergehend schließen",
  no_shop:
    "**Noch ist kein Betrieb eingerichtet**, oder keiner, den Sie sehen dürfen.\n\n[Missed Call Text-Back einrichten]({link})",
  no_right:
    "**Es gibt keinen Betrieb, den Sie sehen dürfen.** Bitten Sie einen Administrator um das Recht, seine Entitäten zu steuern.",
  not_open:
    "**{title}** läuft gerade nicht. Sobald es läuft, steht es hier; [sehen Sie nach der Integration]({link}), wenn es lange dauert.",
};
