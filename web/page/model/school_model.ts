// Who somebody is in a school, as the page needs it: which pages they see, what stands first, how a link looks. What
// anybody may is the server's to say.
import type { Me, Member, Role } from "../generated/school_api.ts";

type Who = Pick<Me, "memberships">;

const has = ({ memberships }: Who, ...roles: Role[]): boolean =>
  memberships.some(({ role }) => roles.includes(role));

/** Whoever keeps accounts. */
export const keepsAccounts = (who: Who): boolean => has(who, "owner", "admin", "registrar");
export const admins = (who: Who): boolean => has(who, "owner", "admin");
export const teaches = (who: Who): boolean => has(who, "owner", "admin", "registrar", "teacher");
/** Who reads others' takes. */
export const helps = (who: Who): boolean => teaches(who) || has(who, "assistant");
/** Who sees what is heard behind, and what could not be. */
export const seesJobs = (who: Who): boolean => has(who, "owner", "admin", "teacher");
export const learns = (who: Who): boolean => has(who, "student");
/** The role in one class: that of the class before that of the school. */
export const roleIn = ({ memberships }: Who, klass: number): Role | undefined =>
  (memberships.find((held) => held.class === klass) ?? memberships.find((held) => held.class === 0))?.role;
/** A class is looked at as a grid by whoever is no student there. */
export const seesGrid = (who: Who, klass: number): boolean => {
  const role = roleIn(who, klass);
  return role !== undefined && role !== "student" && role !== "guardian";
};

/** The pages in their order: address and name. */
export function pagesOf(who: Who | undefined): [string, string][] {
  const practice: [string, string][] = [
    ["drill", "Drill"],
    ["limit", "Limit"],
    ["takes", "Takes"],
    ["charts", "Charts"],
    ["setup", "Setup"],
  ];
  if (!who) return [["school", "Log in"], ...practice];
  const first: [string, string][] = helps(who) ? [["school", "Classes"]] : [["school", "Assignments"]];
  if (keepsAccounts(who)) first.push(["people", "People"]);
  if (teaches(who)) first.push(["log", "Log"]);
  return [...first, ...practice];
}

export const fullName = ({ given, name }: { given?: string; name?: string }): string =>
  [given, name].filter(Boolean).join(" ");
/** As a list is read: the family name first. */
export const listName = ({ given, name }: { given?: string; name?: string }): string =>
  [name, given].filter(Boolean).join(", ");
export const byName = <T extends { name?: string; given?: string }>(people: T[]): T[] =>
  [...people].sort((a, b) => listName(a).localeCompare(listName(b)));
export const studentsOf = (members: Member[]): Member[] =>
  byName(members.filter(({ role }) => role === "student"));

/** What is sent to students: a link whose code no server log sees, since it stands behind the sign. */
export const joinLink = (origin: string, code: string): string => `${origin}/#join/${code}`;

/** The same of a link that sets a password. */
export const resetLink = (origin: string, code: string): string => `${origin}/#reset/${code}`;

/** "12 March 2027, 18:00" in the reader's own words, of seconds. */
export const momentText = (s: number): string =>
  new Date(1000 * s).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment as a field of the page has it: local, to the minute. */
export function fieldOf(s: number | null | undefined): string {
  if (s === null || s === undefined) return "";
  const at = new Date(1000 * s);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
/** The inverse of fieldOf, to the minute; nothing where the field is empty. */
export const secondsOf = (field: string): number | undefined => {
  const ms = field ? new Date(field).getTime() : NaN;
  return Number.isFinite(ms) ? Math.floor(ms / 1000) : undefined;
};
