// How an inbox is laid out: two panes side by side, or one at a time.
import { css } from "lit";

export const inboxStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    background: var(--card-background-color, #fff);
  }
  .panes {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(260px, 360px) minmax(0, 1fr);
    min-block-size: 0;
  }
  :host([narrow]) .panes {
    grid-template-columns: minmax(0, 1fr);
  }
  .panes > * {
    min-block-size: 0;
  }
  .list {
    display: flex;
    flex-direction: column;
    border-inline-end: 1px solid var(--mct-line);
  }
  :host([narrow]) .list {
    border: 0;
  }
  .scroll {
    flex: 1;
    overflow-y: auto;
    overscroll-behavior: contain;
    min-block-size: 0;
  }
  .empty,
  .choose,
  .further {
    margin: 0;
    padding: 16px;
    color: var(--mct-soft);
  }
  .choose {
    place-self: center;
  }
  .further {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mct-gap);
  }
`;
