// One tab plays at a time: two would hear each other's clicks, and write down the same strokes twice.

const kPatience = 1000; // ms, in which a take that this tab has just left lets go

/** Returns how to let go; refuses where another tab plays. */
export function onlyHere(): Promise<() => void> {
  return new Promise((held, refused) => {
    navigator.locks
      .request(
        "playing",
        { signal: AbortSignal.timeout(kPatience) },
        () => new Promise<void>((letGo) => held(letGo)),
      )
      .catch(() =>
        refused(new Error("Another tab of this page is playing. Stop it there, then start here.")),
      );
  });
}
