// How a conversation stands, in words on small labels: never by colour alone.
import { css, html, nothing, type TemplateResult } from "lit";

import type { Thread } from "../api/contract";
import type { SayInbox } from "./words";

export function chips(thread: Thread, say: SayInbox): TemplateResult {
  return html`<span class="chips">
    ${
      thread.urgent_since === null
        ? nothing
        : html`<span class="chip urgent" title=${thread.urgent_words.join(", ") || nothing}
            >${say("urgent")}</span
          >`
    }
    <span class="chip ${thread.state}">${say(`state_${thread.state}`)}</span>
    ${
      thread.call_back_since === null
        ? nothing
        : html`<span class="chip call-back">${say("call_back")}</span>`
    }
  </span>`;
}

export const chipStyles = css`
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    min-inline-size: 0;
  }
  .chip {
    --tint: var(--mct-soft);
    border: 1px solid color-mix(in srgb, var(--tint) 50%, transparent);
    background: color-mix(in srgb, var(--tint) 12%, transparent);
    color: var(--primary-text-color);
    border-radius: 999px;
    padding-inline: 8px;
    font-size: 12px;
    line-height: 20px;
    white-space: nowrap;
  }
  .chip.urgent {
    --tint: var(--mct-urgent);
    font-weight: 500;
  }
  .chip.waiting,
  .chip.call-back {
    --tint: var(--warning-color, #ffa600);
    font-weight: 500;
  }
  .chip.booked,
  .chip.won {
    --tint: var(--success-color, #43a047);
  }
  .chip.replied,
  .chip.quoted,
  .chip.texted {
    --tint: var(--info-color, #039be5);
  }
`;
