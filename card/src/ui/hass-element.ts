// An element that Home Assistant tells of itself, with each state of the house anew.
import { LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";

import type { Hass } from "../api/hass";

/** Tell whether `hass` is another one for our purposes. */
function isOther(before: Hass | undefined, after: Hass | undefined): boolean {
  return (
    before?.connection !== after?.connection ||
    before?.locale !== after?.locale ||
    before?.user !== after?.user
  );
}

export abstract class HassElement extends LitElement {
  @property({ attribute: false }) hass?: Hass;

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    if (changed.size !== 1 || !changed.has("hass")) return true;
    return isOther(changed.get("hass"), this.hass);
  }
}
