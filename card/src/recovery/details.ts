// What not everybody looks for: the numbers by line, which text gets replies, and the months as a table.
import { css, html, nothing, type TemplateResult } from "lit";

import type { Hass } from "../api/hass";
import type { LineNumbers, Month, Numbers } from "../api/numbers";
import { Calendar } from "../i18n/calendar";
import type { Format } from "../i18n/format";
import { formatOf } from "../ui/shop-element";
import { compared, verdictOf, type Compared } from "./comparison";
import { numberWords, type SayNumbers } from "./words";

export function details(hass: Hass, numbers: Numbers): TemplateResult {
  const say = numberWords.of(hass);
  const format = formatOf(hass);
  const leftOut = Object.values(numbers.left_out).reduce((sum, n) => sum + n, 0);
  return html`<details>
    <summary><span>${say("details")}</span></summary>
    ${numbers.lines.length > 1 ? lines(numbers.lines, say, format) : nothing}
    <h3>${say("templates")}</h3>
    ${templates(compared(numbers.templates), say, format)}
    <h3>${say("trend")}</h3>
    ${months(numbers.months, say, format, new Calendar(hass.locale))}
    ${leftOut > 0 ? html`<p class="soft">${say("left_out", { n: leftOut })}</p>` : nothing}
  </details>`;
}

function lines(rows: readonly LineNumbers[], say: SayNumbers, format: Format): TemplateResult {
  const count = (n: number | null | undefined): string => (n == null ? "–" : format.number(n));
  return html`<h3>${say("lines")}</h3>
    <table>
      <tr>
        <th scope="col">${say("line")}</th>
        <th scope="col">${say("missed")}</th>
        <th scope="col">${say("recovered")}</th>
        <th scope="col">${say("rate")}</th>
      </tr>
      ${rows.map(
        ({ name, figures }) =>
          html`<tr>
            <th scope="row"><bdi>${name}</bdi></th>
            <td>${count(figures.missed)}</td>
            <td>${count(figures.recovered)}</td>
            <td>${figures.recovery_rate == null ? "–" : format.percent(figures.recovery_rate)}</td>
          </tr>`,
      )}
    </table>`;
}

function templates(texts: readonly Compared[], say: SayNumbers, format: Format): TemplateResult {
  const verdict = verdictOf(texts);
  if (verdict.kind === "none") return html`<p class="soft">${say("no_template")}</p>`;
  return html`<ul>
      ${texts.map(
        (text) =>
          html`<li>
            <bdi class="name">${text.name}</bdi>
            <span class="range" aria-hidden="true">
              <span
                style="inset-inline-start:${text.low}%;inline-size:${text.high - text.low}%"
              ></span>
              <b style="inset-inline-start:${(100 * text.replied) / text.sent}%"></b>
            </span>
            <span class="soft"
              >${say("replied_to", { n: text.sent, replied: format.number(text.replied) })};
              ${say("range", { low: format.percent(text.low), high: format.percent(text.high) })}</span
            >
          </li>`,
      )}
    </ul>
    ${
      verdict.kind === "alone"
        ? nothing
        : html`<p>
            ${
              verdict.kind === "decided" ? say("decided", { name: verdict.name }) : say("undecided")
            }
          </p>`
    }`;
}

function months(
  rows: readonly Month[],
  say: SayNumbers,
  format: Format,
  calendar: Calendar,
): TemplateResult {
  return html`<table>
    <tr>
      <th scope="col">${say("month")}</th>
      <th scope="col">${say("missed")}</th>
      <th scope="col">${say("recovered")}</th>
    </tr>
    ${rows.map(
      ({ month, missed, recovered }) =>
        html`<tr>
          <th scope="row">${calendar.month(month, "long")}</th>
          <td>${format.number(missed)}</td>
          <td>${format.number(recovered)}</td>
        </tr>`,
    )}
  </table>`;
}

export const detailStyles = css`
  summary {
    cursor: pointer;
    padding-block: 8px;
    font-weight: 500;
  }
  h3 {
    margin-block: 12px 4px;
    font-size: 14px;
    font-weight: 500;
  }
  details p,
  details ul {
    margin-block: 4px 8px;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding-block: 4px;
    border-block-end: 1px solid var(--mct-line);
    font-weight: 400;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  th:first-child {
    text-align: start;
  }
  [scope="col"] {
    color: var(--mct-soft);
    font-size: 12px;
  }
  ul {
    list-style: none;
    padding: 0;
  }
  li {
    display: grid;
    gap: 4px;
    padding-block: 6px;
  }
  .range {
    position: relative;
    block-size: 12px;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
  }
  .range > * {
    position: absolute;
    inset-block: 0;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-color) 50%, transparent);
  }
  .range > b {
    inline-size: 3px;
    margin-inline-start: -1px;
    background: var(--primary-text-color);
  }
`;
