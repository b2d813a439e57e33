// A player's own key: 32 hexadecimal digits, a dot, the bytes of the player's name in such digits.

/** Whose key it is; undefined: it is the server's, which opens every player's takes. */
export function playerOf(key: string): string | undefined {
  const digits = /^[0-9a-f]{32}\.((?:[0-9a-f]{2})+)$/.exec(key)?.[1];
  if (digits === undefined) return undefined;
  const bytes = digits.match(/../g)!.map((two) => parseInt(two, 16));
  return new TextDecoder().decode(new Uint8Array(bytes));
}
