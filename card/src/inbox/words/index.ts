// What the inbox says, in the user's language.
import type { Hass } from "../../api/hass";
import { translator, type Say } from "../../i18n/translate";
import { formatOf } from "../../ui/shop-element";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";

export type SayInbox = Say<typeof en>;

const tables = { en, es, fr, de, it };
const said = new WeakMap<Hass["locale"], SayInbox>();

export function inboxWords(hass: Hass): SayInbox {
  let say = said.get(hass.locale);
  if (say === undefined) {
    const format = formatOf(hass);
    say = translator(tables, hass.locale.language, (n) => format.number(n));
    said.set(hass.locale, say);
  }
  return say;
}

/** Return the words before Home Assistant tells who its user is. */
export function inboxWordsFor(language: string): SayInbox {
  return translator(tables, language);
}
