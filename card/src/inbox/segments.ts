// What a text costs to send: its alphabet and its segments, counted as the server counts them.

// 3GPP TS 23.038, 6.2.1: the default alphabet, and its extension table behind an escape.
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");

// Units that fit into a text sent alone, and into each segment of a longer one.
const ROOM = { "GSM-7": [160, 153], "UCS-2": [70, 67] } as const;

export interface Segments {
  readonly encoding: keyof typeof ROOM;
  readonly units: number;
  readonly segments: number;
  /** What still fits before another segment begins. */
  readonly left: number;
}

/** Tell how a text is sent. Nothing at all takes no segment. */
export function segments(body: string): Segments {
  const characters = Array.from(body);
  const isGsm = characters.every((each) => BASIC.has(each) || EXTENSION.has(each));
  const encoding = isGsm ? "GSM-7" : "UCS-2";
  const widths = characters.map((each) => (isGsm ? (EXTENSION.has(each) ? 2 : 1) : each.length));
  const [alone, each] = ROOM[encoding];
  const units = widths.reduce((sum, width) => sum + width, 0);
  if (units <= alone) {
    return { encoding, units, segments: Math.min(units, 1), left: alone - units };
  }
  return { encoding, units, ...cut(widths, each) };
}

/** Count segments: a character of two units is never cut in half. */
function cut(widths: readonly number[], room: number): { segments: number; left: number } {
  let count = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > room) {
      count += 1;
      used = 0;
    }
    used += width;
  }
  return { segments: count, left: room - used };
}
