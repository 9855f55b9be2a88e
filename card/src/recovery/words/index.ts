// What is said of numbers, in the user's language.
import type { Say } from "../../i18n/translate";
import { wordsOf } from "../../ui/words";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";

export type SayNumbers = Say<typeof en>;

export const numberWords = wordsOf<typeof en>({ en, es, fr, de, it });
