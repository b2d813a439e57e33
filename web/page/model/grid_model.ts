// The grid over a drum tab: what cells its lines have, and what a press does to the text. The text stays the chart;
// whether it can be read is the engine's to say.

export interface GridCell {
  column: number; // in its line of the text
  bar: number; // of the system, from 0
  group: boolean; // a beat of its own begins here, set apart by a blank
  letter: string;
}
export interface GridRow {
  line: number; // of the text, from 0
  label: string;
  cells: GridCell[];
}
export type GridSystem = GridRow[];

const kRest = "-";
const kLine = /^\s*([A-Za-z][\w/ ]{0,14}?)\s*[:-]?\s*\|(?!\|)(.*)$/;
const isRest = (letter: string): boolean => /[-._=~]/.test(letter);

/** What can stand in a cell, by what is written in front of the line. */
export interface Stroke {
  letter: string;
  text: string;
}
const kDrum: Stroke[] = [
  { letter: "o", text: "stroke" },
  { letter: "O", text: "accent" },
  { letter: "g", text: "ghost note" },
  { letter: "f", text: "flam" },
  { letter: "d", text: "drag" },
  { letter: "b", text: "buzz" },
];
const kHat: Stroke[] = [
  { letter: "x", text: "closed" },
  { letter: "X", text: "closed, accent" },
  { letter: "o", text: "open" },
  { letter: "O", text: "open, accent" },
];
const kCymbal: Stroke[] = [
  { letter: "x", text: "stroke" },
  { letter: "X", text: "accent" },
];
const kRide: Stroke[] = [...kCymbal, { letter: "b", text: "bell" }];
const kHands: Stroke[] = [
  { letter: "R", text: "right" },
  { letter: "L", text: "left" },
];

/** Lines that can be added, in the order in which a tab has them. */
export const kLines: { label: string; text: string; strokes: Stroke[] }[] = [
  { label: "CC", text: "Crash", strokes: kCymbal },
  { label: "RD", text: "Ride", strokes: kRide },
  { label: "HH", text: "Hi-hat", strokes: kHat },
  { label: "T1", text: "High tom", strokes: kDrum },
  { label: "T2", text: "Middle tom", strokes: kDrum },
  { label: "SN", text: "Snare", strokes: kDrum },
  { label: "FT", text: "Low tom", strokes: kDrum },
  { label: "BD", text: "Kick", strokes: kDrum.slice(0, 2) },
  { label: "HF", text: "Hi-hat, foot", strokes: kCymbal },
  { label: "PD", text: "Pad", strokes: kDrum },
  { label: "ST", text: "Sticking", strokes: kHands },
];
const kinds: [RegExp, string][] = [
  [/^(H|HH|HAT|HHC|HC|CHH)$/, "HH"],
  [/^(HF|FH|HP|PH|LF)$/, "HF"],
  [/^(RB|RD|R|RC|RI|RIDE|R1)$/, "RD"],
  [/^(CC|C|CR|CY|CRASH|SC|CH|SP)\d?$/, "CC"],
  [/^(ST|STICKING|HANDS?|R\/L)$/, "ST"],
  [/^(BD?|K|KD|BASS|KICK)\d?$/, "BD"],
  [/^(T1|HT|TH|T)$/, "T1"],
  [/^(T2|MT|TM)$/, "T2"],
  [/^(FT|F|LT|T3|T4|FL)$/, "FT"],
  [/^(PD|PAD|P)$/, "PD"],
];
/** The line of kLines that a label means; a drum where it is none of them. */
export const kindOf = (label: string): string =>
  kinds.find(([named]) => named.test(label.toUpperCase()))?.[1] ?? "SN";
export const strokesOf = (label: string): Stroke[] =>
  kLines.find((one) => one.label === kindOf(label))!.strokes;

/** The systems of a tab: lines with cells that follow each other. */
export function gridOf(text: string): GridSystem[] {
  const systems: GridSystem[] = [];
  let open = false;
  for (const [line, words] of text.split("\n").entries()) {
    const found = kLine.exec(words);
    const cells = found ? cellsOf(words, words.indexOf("|")) : [];
    if (!found || cells.length === 0) {
      open = false;
      continue;
    }
    if (!open) systems.push([]);
    open = true;
    systems.at(-1)!.push({ line, label: found[1].trim(), cells });
  }
  return systems;
}
/** Whether the grid has all of a tab: no line of it stands in the text alone. */
export const isWhole = (text: string): boolean =>
  gridOf(text).flat().length === text.split("\n").filter((words) => kLine.test(words)).length;
function cellsOf(words: string, first: number): GridCell[] {
  const last = words.lastIndexOf("|");
  const cells: GridCell[] = [];
  let bar = 0;
  let blank = false;
  for (let column = first + 1; column < last; ++column) {
    const letter = words[column];
    if (letter === "|") {
      ++bar;
      blank = false;
    } else if (letter === " ") blank = true;
    else if (/[-._=~+#@\w]/.test(letter)) {
      const before = cells.at(-1);
      cells.push({ column, bar, group: blank && before?.bar === bar, letter });
      blank = false;
    } else return []; // repeats and the like: this line is for the text alone
  }
  return cells;
}

export const isSet = ({ letter }: GridCell): boolean => !isRest(letter);
/** Another letter in a cell. */
export function place(text: string, row: GridRow, cell: GridCell, letter: string): string {
  const lines = text.split("\n");
  const words = lines[row.line];
  lines[row.line] = words.slice(0, cell.column) + letter + words.slice(cell.column + 1);
  return lines.join("\n");
}
/** What a press makes of a cell: a rest of a stroke; else the stroke that the line has most. */
export function pressed(row: GridRow, cell: GridCell): string {
  if (isSet(cell)) return kRest;
  const strokes = strokesOf(row.label);
  if (kindOf(row.label) === "ST") {
    const before = row.cells.slice(0, row.cells.indexOf(cell)).findLast(isSet);
    return before?.letter.toUpperCase() === "R" ? "L" : "R";
  }
  const count = (one: Stroke) => row.cells.filter(({ letter }) => letter === one.letter).length;
  const plain = strokes.filter(({ letter }) => letter === "o" || letter === "x");
  return plain.reduce((most, one) => (count(one) > count(most) ? one : most)).letter;
}
/** A letter that was typed, as the line has it; nothing where it has none such. */
export function typed(row: GridRow, key: string): string | undefined {
  if (key === "Delete" || key === "Backspace" || key === kRest) return kRest;
  const strokes = strokesOf(row.label);
  const same = strokes.find(({ letter }) => letter === key);
  const other = strokes.find(({ letter }) => letter.toLowerCase() === key.toLowerCase());
  return (same ?? other)?.letter;
}

const rests = (words: string): string => words.replace(/[^|\s]/g, kRest);
const bodyOf = (words: string): string => words.slice(words.indexOf("|"));

/** A line more in every system that lacks it, where a tab has it. */
export function withLine(text: string, label: string): string {
  const lines = text.split("\n");
  const order = (one: string) => kLines.findIndex((line) => line.label === kindOf(one));
  for (const system of gridOf(text).reverse()) {
    if (system.some((row) => kindOf(row.label) === kindOf(label))) continue;
    const after = system.filter((row) => order(row.label) < order(label)).at(-1);
    const at = after ? after.line + 1 : system[0].line;
    lines.splice(at, 0, `${label}${rests(bodyOf(lines[system[0].line]))}`);
  }
  return lines.join("\n");
}
/** The last bar once more. */
export function withBar(text: string): string {
  const lines = text.split("\n");
  for (const { line } of gridOf(text).at(-1) ?? []) {
    const words = lines[line].trimEnd();
    const bars = bodyOf(words).split("|");
    lines[line] = `${words}${bars.at(-2)}|`;
  }
  return lines.join("\n");
}
/** Without the last bar; as it is where that is the only one. */
export function withoutBar(text: string): string {
  const systems = gridOf(text);
  const last = systems.at(-1);
  if (!last) return text;
  const lines = text.split("\n");
  const bars = last[0].cells.at(-1)!.bar + 1;
  if (bars === 1 && systems.length === 1) return text;
  if (bars === 1) lines.splice(last[0].line, last.length);
  else {
    for (const { line } of last) {
      const words = lines[line].trimEnd();
      lines[line] = words.slice(0, words.lastIndexOf("|", words.length - 2) + 1);
    }
  }
  return lines.join("\n").replace(/\n{2,}$/, "\n");
}
/** Twice as many cells in every bar; nothing else sounds. */
export function finer(text: string): string {
  const lines = text.split("\n");
  for (const { line } of gridOf(text).flat()) {
    const at = lines[line].indexOf("|");
    lines[line] =
      lines[line].slice(0, at) + lines[line].slice(at).replace(/[^|\s]/g, (letter) => letter + kRest);
  }
  return lines.join("\n");
}
/** Half as many, where nothing stands on what is left out; else nothing. */
export function coarser(text: string): string | undefined {
  const systems = gridOf(text);
  const lines = text.split("\n");
  for (const row of systems.flat()) {
    let left = "";
    let column = 0;
    let place = 0;
    let bar = 0;
    for (const cell of row.cells) {
      if (cell.bar !== bar || cell.group) place = 0;
      bar = cell.bar;
      left += lines[row.line].slice(column, cell.column);
      column = cell.column + 1;
      if (place % 2 === 0) left += cell.letter;
      else if (isSet(cell)) return undefined;
      ++place;
    }
    lines[row.line] = left + lines[row.line].slice(column);
  }
  const counts = (grid: GridSystem[]) => grid[0]?.[0].cells.length ?? 0;
  const half = lines.join("\n");
  return 2 * counts(gridOf(half)) === counts(systems) ? half : undefined;
}

/** A bar to begin with: a chart needs a stroke. */
export function firstTab(meter: string, cells: number): string {
  const rest = kRest.repeat(cells - 1);
  return `Title: New\nMeter: ${meter}\n\nHH|${kRest}${rest}|\nSN|${kRest}${rest}|\nBD|o${rest}|\n`;
}
