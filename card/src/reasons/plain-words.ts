// What went wrong with a command, in plain words.
import { DOMAIN, isCommandError, isLost } from "../api/client";
import type { CommandError, Hass } from "../api/hass";
import { languageOf } from "../i18n/translate";
import { inboxWords } from "../inbox/words";
import { sayReason } from "./words";

// What the keys of refusals begin with; the rest is the reason.
const REFUSED = "refused_";

/** Say why a command failed, in the user's language where there are words of it. */
export async function inPlainWords(hass: Hass, error: unknown): Promise<string> {
  if (isLost(error)) return inboxWords(hass)("lost_connection");
  if (!isCommandError(error)) return error instanceof Error ? error.message : String(error);
  const { translation_domain: domain, translation_key: key, translation_placeholders } = error;
  if (domain === undefined || key === undefined) return error.message;
  // The integration's own sentences are English, and tell more.
  const reason = languageOf(hass.locale.language) === "en" ? null : reasonOf(error);
  const why = sayReason(hass, reason, null);
  if (why !== null) return why;
  const localize = await hass.loadBackendTranslation("exceptions", domain);
  const told = localize(`component.${domain}.exceptions.${key}.message`, translation_placeholders);
  return told || error.message;
}

function reasonOf({
  translation_domain: domain,
  translation_key: key,
}: CommandError): string | null {
  return domain === DOMAIN && key?.startsWith(REFUSED) ? key.slice(REFUSED.length) : null;
}
