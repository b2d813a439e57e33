// What the server says in words of the page: who looks at a page has no terminal.

const kCommand =
  /\bfirstchair (band|book|calibrate|chairs|chart|cut|drill|hear|kit|limit|live|school|serve|song|today)\b/;

/** Without its sentences that name a command of the program; the rest as it was said. */
export function pageWords(said: string): string {
  const kept = said.split(/(?<=[.;]) /).filter((sentence) => !kCommand.test(sentence));
  return kept.join(" ").replace(/;$/, ".") || "firstchair did not take that.";
}
