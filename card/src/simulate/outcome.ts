// What a simulated call led to, in a few words.
import type { Simulated } from "../api/numbers";
import type { Format } from "../i18n/format";
import type { SaySimulate } from "./words";

export function outcomeOf(
  answer: Simulated,
  format: Format,
  say: SaySimulate,
  now: Date,
): { title: string; cost: string } {
  const { decision, held_until: until, segments, cost, currency } = answer;
  const title =
    decision === "hold" && until !== null
      ? say("hold", { when: format.moment(until, now) })
      : say(decision === "skip" ? "skip" : "text_back");
  // Where no price of a text is known, nothing is said of it.
  const price = format.number(cost, { style: "currency", currency, maximumFractionDigits: 4 });
  return {
    title,
    cost: cost > 0 ? say("cost", { n: segments, price }) : say("texts", { n: segments }),
  };
}
