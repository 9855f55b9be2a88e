// What is said of when calls are missed, in the user's language.
import type { Say } from "../../i18n/translate";
import { wordsOf } from "../../ui/words";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";

export type SayHeat = Say<typeof en>;

export const heatWords = wordsOf<typeof en>({ en, es, fr, de, it });
