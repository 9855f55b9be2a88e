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
    line-height: 1.4;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  /* Where the page is written from the other side than our words, each still reads in its own order. */
  p,
  span,
  button,
  h3,
  dt {
    unicode-bidi: plaintext;
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
  .field,
  .action {
    min-block-size: 40px;
    border: 1px solid var(--mct-line);
    border-radius: var(--mct-radius);
    padding: 8px 12px;
    background: var(--card-background-color, #fff);
    max-inline-size: 100%;
  }
  .action {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    color: var(--primary-text-color);
    font-weight: 500;
    text-decoration: none;
  }
  .action:not(:disabled):hover {
    background: color-mix(
      in srgb,
      var(--primary-text-color) 6%,
      var(--card-background-color, #fff)
    );
  }
  .action.main {
    border-color: var(--primary-color);
    background: color-mix(in srgb, var(--primary-color) 14%, var(--card-background-color, #fff));
  }
  .action.bare {
    border-color: transparent;
    background: none;
    min-inline-size: 40px;
    padding: 8px;
  }
  .small {
    color: var(--mct-soft);
    font-size: 12px;
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mct-gap);
    margin: 0;
    padding: 8px 16px;
    border-block-end: 1px solid var(--mct-line);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
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
