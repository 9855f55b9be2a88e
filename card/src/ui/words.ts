// What a folder of elements says: one table of words for all of its elements, in the user's language.
import type { Hass, Locale } from "../api/hass";
import { translator, type Say, type Tables } from "../i18n/translate";
import { formatOf } from "./shop-element";

export interface Words<Source> {
  of(hass: Hass): Say<Source>;
  /** Before Home Assistant tells who its user is, or where it does not: the page's own language. */
  ofPage(): Say<Source>;
}

export function wordsOf<Source>(tables: Tables<Source>): Words<Source> {
  const said = new WeakMap<Locale, Say<Source>>();
  return {
    of(hass) {
      let say = said.get(hass.locale);
      if (say === undefined) {
        const format = formatOf(hass);
        say = translator(tables, hass.locale.language, (n) => format.number(n));
        said.set(hass.locale, say);
      }
      return say;
    },
    ofPage: () => translator(tables, document.documentElement.lang || navigator.language),
  };
}
