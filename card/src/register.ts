// Makes elements known to the page once that is safe.
import type { CustomCard } from "./api/hass";

export const DOCUMENTATION = "https://github.com/missed-call-textback/missed-call-textback";

/**
 * Define elements. Home Assistant puts a registry of its own in place of the browser's while it
 * starts, and what was defined before is lost to it: its own element comes after.
 */
export function define(elements: Readonly<Record<string, CustomElementConstructor>>): void {
  void customElements.whenDefined("home-assistant").then(() => {
    for (const [tag, element] of Object.entries(elements)) {
      // The page may load the file twice, as a resource and as a panel.
      if (customElements.get(tag) === undefined) customElements.define(tag, element);
    }
  });
}

/** Put a card into the list that owners choose cards from. */
export function offerCard(card: Omit<CustomCard, "documentationURL" | "preview">): void {
  window.customCards ??= [];
  if (window.customCards.some((other) => other.type === card.type)) return;
  window.customCards.push({ ...card, preview: true, documentationURL: DOCUMENTATION });
}
