// What is said on the dashboard that makes itself, in the user's language.
import type { Say } from "../../i18n/translate";
import { wordsOf } from "../../ui/words";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";

export type SayStrategy = Say<typeof en>;

export const strategyWords = wordsOf<typeof en>({ en, es, fr, de, it });
