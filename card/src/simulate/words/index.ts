// What is said of a call that nobody made, in the user's language.
import type { Say } from "../../i18n/translate";
import { wordsOf } from "../../ui/words";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";

export type SaySimulate = Say<typeof en>;

export const simulateWords = wordsOf<typeof en>({ en, es, fr, de, it });
