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
  /** Whether there is something to show that no property tells of. */
  private hasNews = false;

  override requestUpdate(...change: Parameters<LitElement["requestUpdate"]>): void {
    // A state of the house that comes with it must not hide it.
    if (change[0] === undefined) this.hasNews = true;
    super.requestUpdate(...change);
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const { hasNews } = this;
    this.hasNews = false;
    if (hasNews || changed.size !== 1 || !changed.has("hass")) return true;
    return isOther(changed.get("hass"), this.hass);
  }
}
