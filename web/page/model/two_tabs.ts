// What is remembered, written by several tabs: each writes only what it has changed itself, and takes the rest as it
// stands in the store.

/** What is to be stored, and what this tab goes on with: `now` where it differs from what was `last` read, else
 * `stored`. */
export function merged<T extends object>(stored: Partial<T>, last: Partial<T>, now: T): T {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const out = { ...now };
  for (const key of Object.keys(now) as (keyof T)[]) {
    const mine = !same(now[key], last[key]);
    if (!mine && key in stored) out[key] = stored[key] as T[keyof T];
  }
  return out;
}

/** The text of the store as settings; undefined: it cannot be read. */
export function readStored<T>(text: string | null): Partial<T> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `stored` without what is of another kind than the value that `first` has. */
export function fitting<T extends object>(stored: Partial<T>, first: T): Partial<T> {
  const kind = (value: unknown) => (Array.isArray(value) ? "list" : value === null ? "object" : typeof value);
  return Object.fromEntries(
    Object.entries(stored).filter(
      ([key, value]) => key in first && kind(value) === kind(first[key as keyof T]),
    ),
  ) as Partial<T>;
}
