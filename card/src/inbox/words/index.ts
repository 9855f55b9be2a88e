// What the inbox says, in the user's language.
import { translator, type Say } from "../../i18n/translate";
import { wordsOf } from "../../ui/words";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";

export type SayInbox = Say<typeof en>;

const tables = { en, es, fr, de, it };
const words = wordsOf(tables);

export const inboxWords = words.of;

/** Return the words of a language, where no user of Home Assistant is known. */
export function inboxWordsFor(language: string): SayInbox {
  return translator(tables, language);
}
