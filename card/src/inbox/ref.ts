// The mark of one answer, made before it is sent: by it the server knows what it has heard before.

const TIME_DIGITS = 12;
const CHANCE_BYTES = 10;

/** Return a mark that no other answer has. `randomUUID` is missing where a page came without TLS. */
export function newRef(now: number): string {
  const chance = crypto.getRandomValues(new Uint8Array(CHANCE_BYTES));
  const digits = Array.from(chance, (byte) => byte.toString(16).padStart(2, "0")).join("");
  // As the server's own: what is written together lies together in its ledger.
  return now.toString(16).padStart(TIME_DIGITS, "0") + digits;
}
