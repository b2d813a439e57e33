// The gradebook: a row a student, a column an assignment; how a standing is shown; a value with its interval.
import type { Answer, Assignment, Grade, Gradebook, Student } from "../generated/school_api.ts";
import { factsOf, lineName } from "./assign_model.ts";
import { countText } from "./numbers.ts";
import { byName } from "./school_model.ts";

export type Mark = "passed" | "late" | "not-met" | "not-told" | "none" | "excused" | "waiting" | "failed";

export interface Standing {
  mark: Mark;
  words: string;
}
const kStandings: Record<NonNullable<Grade["standing"]>, Standing> = {
  passed: { mark: "passed", words: "passed" },
  passed_late: { mark: "late", words: "passed, late" },
  not_met: { mark: "not-met", words: "not met" },
  not_told: { mark: "not-told", words: "not told" },
  not_begun: { mark: "none", words: "not begun" },
  excused: { mark: "excused", words: "excused" },
};

/** Some of the takes that the rule wants running are good: none is worse than its bound, and it is not passed yet. */
const underWay = ({ standing, overridden, running, wanted }: Grade): boolean =>
  standing === "not_met" && !overridden && running > 0 && running < wanted;

/** What a cell says first. */
export function standingOf(grade: Grade): Standing {
  const { standing, overdue, waiting, failed, overridden } = grade;
  if (standing === null) return { mark: "waiting", words: "shown later" };
  const { mark, words } = underWay(grade)
    ? { mark: "none" as const, words: grade.text }
    : kStandings[standing];
  const more = [
    overdue && "overdue",
    waiting > 0 && `${waiting} being heard`,
    failed > 0 && `${failed} not heard`,
    overridden && "by the teacher",
  ].filter(Boolean);
  const first = waiting > 0 && standing === "not_begun" ? [] : [words];
  return {
    mark:
      waiting > 0 && standing === "not_begun" ? "waiting" : failed > 0 && mark === "none" ? "failed" : mark,
    words: [...first, ...more].join(", "),
  };
}

const rounded = (value: number, unit: string): string => {
  const text = value.toFixed(
    unit.startsWith("bars") ? 0 : /ratio|norm/.test(unit) ? 2 : Math.abs(value) < 100 ? 1 : 0,
  );
  return Number(text) === 0 ? text.replace("-", "") : text;
};

/** "1.21 (1.05 to 1.40)"; where nothing is told "7 of 16 strokes". */
export function valueText({ value, low, high, unit, n, needed }: Answer): string {
  if (value === null) return n < needed ? `${n} of ${needed}` : "not told";
  const own = rounded(value, unit);
  return low === null || high === null || (low === high && low === value)
    ? own
    : `${own} (${rounded(low, unit)} to ${rounded(high, unit)})`;
}

export interface Needle {
  bound: number; // all from 0 to 1
  value: number;
  low: number;
  high: number;
}
/** A value beside its bound: the bound in the middle of a scale that ends at nothing and at twice the bound. Of a lean
 * or a tempo, which may lie to either side, the distance counts. */
export function needleOf({ demand, value, low, high }: Answer): Needle | undefined {
  if (value === null || low === null || high === null || !(demand.bound > 0)) return undefined;
  const signed = demand.kind === "lean_ms" || demand.kind === "tempo_off";
  const at = (x: number) => Math.min(1, Math.max(0, x / (2 * demand.bound)));
  if (!signed) return { bound: 0.5, value: at(value), low: at(low), high: at(high) };
  const nearest = low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high));
  return {
    bound: 0.5,
    value: at(Math.abs(value)),
    low: at(nearest),
    high: at(Math.max(Math.abs(low), Math.abs(high))),
  };
}

export interface GridRow {
  student: Student;
  cells: (Grade | undefined)[]; // by assignment
}
export interface Grid {
  assignments: Assignment[];
  rows: GridRow[];
}
/** Every student of now beside every assignment, in the order of family names. */
export function gridOf({ students, assignments, grades }: Gradebook): Grid {
  const found = new Map(grades.map((grade) => [`${grade.assignment}/${grade.person}`, grade]));
  return {
    assignments,
    rows: byName(students).map((student) => ({
      student,
      cells: assignments.map(({ id }) => found.get(`${id}/${student.person}`)),
    })),
  };
}
/** "18 passed, 3 not met, 9 not begun" of one assignment. */
export function countsText(grades: (Grade | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const grade of grades) {
    if (!grade?.standing) continue;
    const words = underWay(grade) ? kUnderWay : kStandings[grade.standing].words;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const { passed, passed_late, ...others } = kStandings;
  return [passed.words, passed_late.words, kUnderWay, ...Object.values(others).map(({ words }) => words)]
    .filter((words) => counts.has(words))
    .map((words) => `${counts.get(words)} ${words}`)
    .join(", ");
}
const kUnderWay = "under way";
/** What comes next, where it says more than the standing does. */
export const nextText = (grade: Grade, text: string): string =>
  text === standingOf(grade).words ? "" : text;
/** "hat spread: median 1.21 of 24 students", of ten students and more. */
export const medianTexts = (
  { medians }: Pick<Gradebook, "medians">,
  { id, demands }: Pick<Assignment, "id" | "demands">,
): string[] =>
  medians
    .filter((one) => one.assignment === id && one.demand < demands.length)
    .map(({ demand, n, median }) => {
      const { kind, line } = demands[demand];
      const { label } = factsOf(kind);
      const of = line ? `${lineName(line)} ${label.toLowerCase()}` : label.toLowerCase();
      return `${of}: median ${rounded(median, kind)} of ${n} students`;
    });

/** "3 of 5 takes" */
export const usedText = ({ used, attempts }: Pick<Grade, "used" | "attempts">): string =>
  attempts === null ? countText(used, "take") : `${used} of ${countText(attempts, "take")}`;
