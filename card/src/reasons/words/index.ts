// Why the integration did what it did, in the user's language: it sends a code, and its own sentence.
import type { Hass } from "../../api/hass";
import { wordsOf } from "../../ui/words";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";

const words = wordsOf<typeof en>({ en, es, fr, de, it });

/** Say a reason; one that a newer server knows, and this page does not, in the words that it `sent`. */
export function sayReason(hass: Hass, code: string | null, sent: string | null): string | null {
  return isKnown(code) ? words.of(hass)(code) : sent;
}

function isKnown(code: string | null): code is keyof typeof en {
  return code !== null && Object.hasOwn(en, code);
}
