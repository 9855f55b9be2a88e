// What Home Assistant asks for a dashboard: it is made anew when shops, lines or entities come and go.
import { fetchShops } from "../api/client";
import type { CardConfig, Hass } from "../api/hass";
import { inboxWords } from "../inbox/words";
import { entitiesOf, messageOf, viewsOf, type View } from "./dashboard";
import { strategyWords } from "./words";

export const STRATEGY = "missed-call-textback";
export const STRATEGY_ELEMENT = `ll-strategy-dashboard-${STRATEGY}`;

const switches = new WeakMap<Hass["entities"], string[]>();

export class DashboardStrategy extends HTMLElement {
  static async generate(_config: CardConfig, hass: Hass): Promise<{ views: View[] }> {
    const say = strategyWords.of(hass);
    try {
      return { views: viewsOf(await fetchShops(hass.connection), hass, say) };
    } catch {
      // While Home Assistant starts, or without the integration, nobody knows what is asked.
      return { views: [messageOf(inboxWords(hass)("away"), say)] };
    }
  }

  static getCreateSuggestions(): { title: string; icon: string } {
    // The inbox in the sidebar has that name, too.
    return { title: strategyWords.ofPage()("name"), icon: "mdi:chart-box" };
  }

  static shouldRegenerate(_config: CardConfig, before: Hass, after: Hass): boolean {
    if (before.entities !== after.entities || before.devices !== after.devices) return true;
    if (before.states === after.states) return false;
    return ready(before) !== ready(after);
  }

  static noEditor = true;
}

/** Count the lines that are there: while the integration starts, its shops cannot be asked. */
function ready(hass: Hass): number {
  let ids = switches.get(hass.entities);
  if (ids === undefined) {
    ids = entitiesOf(hass)
      .filter((entity) => entity.translation_key === "automatic")
      .map((entity) => entity.entity_id);
    switches.set(hass.entities, ids);
  }
  return ids.filter((id) => (hass.states[id]?.state ?? "unavailable") !== "unavailable").length;
}

/** Put the dashboard into the list of those that an owner may add. */
export function offerStrategy(documentationURL: string): void {
  const say = strategyWords.ofPage();
  window.customStrategies ??= [];
  if (window.customStrategies.some((other) => other.type === STRATEGY)) return;
  window.customStrategies.push({
    type: STRATEGY,
    strategyType: "dashboard",
    name: say("name"),
    description: say("description"),
    documentationURL,
  });
}
