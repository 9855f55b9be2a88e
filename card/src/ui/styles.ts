// What all elements look like: Home Assistant's theme, and nothing of our own.
import { css } from "lit";

export const shared = css`
  :host {
    color: var(--primary-text-color);
    --mct-gap: var(--ha-space-2, 8px);
    --mct-line: var(--divider-color, #e0e0e0);
    --mct-radius: var(--ha-border-radius-md, 8px);
    --mct-urgent: var(--error-color, #db4437);
    --mct-soft: var(--secondary-text-color);
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  :focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: -2px;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
