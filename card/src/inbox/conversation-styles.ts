// What a conversation looks like.
import { css } from "lit";

export const conversationStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    block-size: 100%;
  }
  section {
    display: flex;
    flex-direction: column;
    block-size: 100%;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: var(--mct-gap);
    padding: 8px 16px;
    border-block-end: 1px solid var(--mct-line);
  }
  .who {
    flex: 1;
    display: grid;
    gap: 2px;
    min-inline-size: 140px;
  }
  h2 {
    margin: 0;
    font-size: 18px;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  h2:focus-visible {
    outline-offset: 2px;
  }
  .facts {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .facts,
  .happened,
  .why {
    unicode-bidi: normal;
  }
  .stand,
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mct-gap);
  }
  .arrow:dir(rtl) {
    transform: scaleX(-1);
  }
  .empty {
    padding: 16px;
    color: var(--mct-soft);
  }
  .log {
    flex: 1;
    min-block-size: 120px;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 8px 16px;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  li {
    margin-block: 8px;
  }
  h3 {
    margin: 16px 0 8px;
    color: var(--mct-soft);
    font-size: 13px;
    font-weight: 500;
    text-align: center;
  }
  .bubble {
    inline-size: fit-content;
    max-inline-size: min(85%, 560px);
    padding: 8px 12px;
    border: 1px solid var(--mct-line);
    border-radius: 14px;
  }
  .theirs {
    border-end-start-radius: 4px;
    background: var(--secondary-background-color, #f5f5f5);
  }
  .ours {
    margin-inline-start: auto;
    border-end-end-radius: 4px;
    border-color: color-mix(in srgb, var(--primary-color) 35%, transparent);
    background: color-mix(in srgb, var(--primary-color) 14%, transparent);
  }
  .words {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .bubble .small {
    display: block;
  }
  .bubble > .small {
    color: color-mix(in srgb, var(--primary-text-color) 72%, transparent);
  }
  .bad {
    font-weight: 500;
  }
  .bad ha-icon {
    --mdc-icon-size: 14px;
    color: var(--mct-urgent);
  }
  .happened {
    display: flex;
    align-items: center;
    gap: 6px;
    margin: 0;
  }
  .happened ha-icon {
    --mdc-icon-size: 18px;
    color: var(--mct-soft);
  }
  .happened time,
  .why {
    color: var(--mct-soft);
    font-size: 13px;
  }
  .why {
    margin: 2px 0 8px;
    padding-inline-start: 24px;
  }
  .note {
    padding: 8px 12px;
    border-inline-start: 4px solid var(--warning-color, #ffa600);
    border-radius: 4px;
    background: color-mix(in srgb, var(--warning-color, #ffa600) 10%, transparent);
  }
  .note p {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  audio {
    display: block;
    inline-size: 260px;
    max-inline-size: 100%;
    block-size: 40px;
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 12px;
    margin: 0;
  }
  dt {
    color: var(--mct-soft);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .unreachable {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mct-gap);
    padding: 12px 16px;
    border-block-start: 1px solid var(--mct-line);
    background: var(--card-background-color, #fff);
  }
  .unreachable p {
    flex: 1 1 240px;
    margin: 0;
  }
`;
