// One thing that happened in a conversation, as it is shown. Words of strangers are bound as text.
import { html, nothing, type TemplateResult } from "lit";

import type { Entry } from "../api/contract";
import type { Hass } from "../api/hass";
import { sayReason } from "../reasons/words";
import { formatOf } from "../ui/shop-element";
import { inboxWords, type SayInbox } from "./words";
import type { en } from "./words/en";

type Key = keyof typeof en;

const CALLS: Record<string, Key> = {
  answered: "call_answered",
  busy: "call_busy",
  abandoned: "call_abandoned",
  voicemail: "call_voicemail",
  closed: "call_closed",
  failed: "call_failed",
};

const STATES: Record<string, Key> = {
  queued: "sent_queued",
  sending: "sent_queued",
  unknown: "sent_unknown",
  accepted: "sent_accepted",
  sent: "sent_accepted",
  delivered: "sent_delivered",
  undelivered: "sent_undelivered",
  failed: "sent_failed",
  dropped: "sent_dropped",
};

const KINDS: Record<string, Key> = {
  text_back: "kind_text_back",
  machine: "kind_machine",
  appointment: "kind_appointment",
  service: "kind_service",
};

const SLOTS: Record<string, Key> = {
  held: "slot_held",
  offered: "slot_offered",
  passed: "slot_passed",
  leaving: "slot_gone",
  gone: "slot_gone",
};

// What became of ringing somebody of the team about what is urgent.
const RUNG: Record<string, Key> = {
  calling: "rung_calling",
  unknown: "rung_unknown",
  refused: "rung_refused",
  missed: "rung_missed",
  heard: "rung_heard",
  connecting: "rung_connecting",
  not_reached: "rung_not_reached",
  connected: "rung_connected",
  taken: "rung_taken",
};

const BAD_STATES = ["undelivered", "failed", "unknown"];

/** What entries are shown with: whose they are, and what is done when a recording cannot be played. */
export interface Setting {
  hass: Hass;
  who: string;
  now: Date;
  soundFailed: (entry: Entry) => void;
  isSilent: (entry: Entry) => boolean;
}

export function showEntry(entry: Entry, setting: Setting): TemplateResult {
  const say = inboxWords(setting.hass);
  switch (entry.kind) {
    case "call":
      return showCall(entry, setting, say);
    case "call_out": {
      const key = entry.what === "answered" ? "called_answered" : "called_in_vain";
      return line(entry, setting, "mdi:phone-outgoing", say(key));
    }
    case "team_call": {
      const who = entry.body ?? "";
      return line(
        entry,
        setting,
        "mdi:phone-alert",
        say(RUNG[entry.what] ?? "rung_unknown", { who }),
      );
    }
    case "text_in":
    case "text_out":
      return showText(entry, setting, say);
    case "note":
      return html`<div class="note">
        <span class="small">${say("note_by", { who: entry.what })} · ${time(entry, setting)}</span>
        <p dir="auto">${entry.body}</p>
      </div>`;
    case "appointment": {
      const when = formatOf(setting.hass).moment(entry.body ?? entry.at, setting.now);
      const key = SLOTS[entry.what] ?? "slot_booked";
      return line(entry, setting, "mdi:calendar", say(key, { when }));
    }
  }
}

function showCall(entry: Entry, setting: Setting, say: SayInbox): TemplateResult {
  const isAnswered = entry.what === "answered";
  const told = say(CALLS[entry.what] ?? "call_no_answer");
  const why = sayReason(setting.hass, entry.reason, entry.reason_text);
  return html`${line(entry, setting, isAnswered ? "mdi:phone" : "mdi:phone-missed", told)}
  ${why === null ? nothing : html`<p class="why"><bdi>${why}</bdi></p>`}
  ${showVoicemail(entry, setting, say)}`;
}

function showVoicemail(
  entry: Entry,
  setting: Setting,
  say: SayInbox,
): TemplateResult | typeof nothing {
  if (entry.body === null && !entry.recording) return nothing;
  const when = formatOf(setting.hass).moment(entry.at, setting.now);
  return html`<div class="bubble theirs">
    ${showSound(entry, setting, say, when)}
    ${entry.body === null ? nothing : html`<p class="words" dir="auto">${entry.body}</p>`}
  </div>`;
}

function showSound(
  entry: Entry,
  setting: Setting,
  say: SayInbox,
  when: string,
): TemplateResult | typeof nothing {
  if (!entry.recording) return nothing;
  if (setting.isSilent(entry)) return html`<p class="small">${say("no_sound")}</p>`;
  return html`<audio
    controls
    preload="none"
    src=${setting.hass.hassUrl(entry.recording)}
    aria-label=${say("voicemail", { who: setting.who, when })}
    @error=${() => {
      setting.soundFailed(entry);
    }}
  ></audio>`;
}

function showText(entry: Entry, setting: Setting, say: SayInbox): TemplateResult {
  const isTheirs = entry.kind === "text_in";
  const kind = KINDS[entry.what];
  const state = isTheirs || entry.state === null ? undefined : STATES[entry.state];
  const isBad = BAD_STATES.includes(entry.state ?? "");
  return html`<div class="bubble ${isTheirs ? "theirs" : "ours"}">
    <span class="unseen">
      ${isTheirs ? say("they_wrote", { who: setting.who }) : say("we_wrote")}
    </span>
    ${kind === undefined || isTheirs ? nothing : html`<span class="small">${say(kind)}</span>`}
    <p class="words" dir="auto">${entry.body}</p>
    <span class="small ${isBad ? "bad" : ""}"
      >${time(entry, setting)}${
        state === undefined
          ? nothing
          : html` · ${isBad ? html`<ha-icon icon="mdi:alert-circle-outline"></ha-icon>` : nothing}
            ${say(state)}${code(entry, say)}`
      }</span
    >
  </div>`;
}

/** Return what the carrier calls it when a text did not go out. */
function code(entry: Entry, say: SayInbox): string {
  const isCode = entry.reason !== null && /^\d+$/.test(entry.reason);
  return isCode ? ` (${say("code", { code: entry.reason ?? "" })})` : "";
}

function line(entry: Entry, setting: Setting, icon: string, told: string): TemplateResult {
  return html`<p class="happened">
    <ha-icon icon=${icon}></ha-icon>
    <span>${told}</span>
    ${time(entry, setting)}
  </p>`;
}

function time(entry: Entry, setting: Setting): TemplateResult {
  return html`<time datetime=${entry.at}
    ><bdi>${formatOf(setting.hass).time(entry.at)}</bdi></time
  >`;
}
