// The dashboard in French.
import type { Table } from "../../i18n/translate";
import type { en } from "./en";

export const fr: Table<typeof en> = {
  name: "Appels manqués",
  description:
    "Qui attend une réponse, ce qui a été récupéré, quand des appels sont manqués, et vos lignes.",
  waiting: "Conversations",
  lines: "Lignes",
  close: "Fermer un moment",
  no_shop:
    "**Aucun commerce n'est encore configuré**, ou aucun que vous puissiez voir.\n\n[Configurer Missed Call Text-Back]({link})",
  no_right:
    "**Il n'y a aucun commerce que vous puissiez voir.** Demandez à un administrateur le droit de contrôler ses entités.",
  not_open:
    "**{title}** ne fonctionne pas en ce moment. Il s'affichera ici dès que possible ; [voyez l'intégration]({link}) si cela dure.",
};
