// Where in the panel somebody is, as its address tells: the shop, and the conversation that is open.

export interface Place {
  readonly entryId?: string;
  readonly threadId?: number;
}

/** Read the part of an address that follows the panel's own. */
export function placeIn(path: string): Place {
  const [entryId, thread] = path.split("/").filter((part) => part !== "");
  if (entryId === undefined) return {};
  const threadId = Number(thread);
  return Number.isSafeInteger(threadId) && threadId > 0
    ? { entryId: decoded(entryId), threadId }
    : { entryId: decoded(entryId) };
}

/** Return what a part of an address stands for: as it is written, where it stands for nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function pathOf({ entryId, threadId }: Place): string {
  if (entryId === undefined) return "";
  const shop = `/${encodeURIComponent(entryId)}`;
  return threadId === undefined ? shop : `${shop}/${threadId}`;
}
