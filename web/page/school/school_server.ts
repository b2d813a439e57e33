// What the page asks of a school: docs/school_api.json. The cookie says who asks, a token lets changes in.
import type {
  Calls,
  Me,
  NewAppeal,
  NewAssignment,
  NewChairs,
  NewComment,
  NewOverride,
  NewRuling,
} from "../generated/school_api.ts";
import { Never, NotThere } from "../server.ts";

/** Nobody is logged in, or the session is over. */
export class LogIn extends Error {}
/** The password was right, and a code is asked for besides. */
export class CodeNeeded extends Error {}

/** The page was given by a school (school.html). */
export const inSchool = document.documentElement.dataset.school !== undefined;

let known: Me | undefined;
const kName = "firstchair-school";
/** Who is logged in; without the network who was it last. */
export const me = (): Me | undefined => known;

function remember(now: Me | undefined): Me | undefined {
  known = now;
  try {
    if (now) localStorage.setItem(kName, JSON.stringify({ ...now, csrf: "" }));
    else localStorage.removeItem(kName);
  } catch {
    // A browser that keeps nothing asks again.
  }
  return now;
}
const last = (): Me | undefined => {
  try {
    return (JSON.parse(localStorage.getItem(kName) ?? "null") as Me | null) ?? undefined;
  } catch {
    return undefined;
  }
};

const kNever = [400, 403, 409, 412, 413, 422];

interface Asked<K extends keyof Calls> {
  words?: (string | number)[]; // in the path's holes
  query?: Record<string, string | number | undefined>;
  body?: Calls[K]["body"] | string; // text: JSON already
  form?: FormData; // in place of the body
  headers?: Record<string, string>;
}

/** One call; throws what the school refused. */
export async function ask<K extends keyof Calls>(what: K, asked: Asked<K> = {}): Promise<Response> {
  const [method, pattern] = what.split(" ");
  const { words = [], query = {}, body, form, headers = {} } = asked;
  let hole = 0;
  const path = pattern.replace(/\{\w+\}/g, () => encodeURIComponent(String(words[hole++])));
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  let response: Response;
  try {
    response = await fetch(path + (search && `?${search}`), {
      method,
      body: form ?? (typeof body === "string" ? body : body && JSON.stringify(body)),
      headers: {
        ...(known?.csrf ? { "X-Firstchair-Csrf": known.csrf } : {}),
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...headers,
      },
    });
  } catch {
    throw new Error("The school cannot be reached. What is played now is kept here and sent later.");
  }
  if (response.ok) return response;
  const told = (await response.json().catch(() => ({}))) as { error?: string; code_needed?: boolean };
  const said = told.error ?? `The school answered ${response.status}.`;
  if (told.code_needed) throw new CodeNeeded(sentence(said));
  if (response.status === 401 && what !== "POST /api/login") {
    remember(undefined);
    throw new LogIn(sentence(said));
  }
  if (response.status === 404) throw new NotThere(sentence(said));
  throw kNever.includes(response.status) ? new Never(sentence(said)) : new Error(sentence(said));
}
/** The server's line as a sentence. */
const sentence = (line: string): string =>
  line && line[0].toUpperCase() + line.slice(1) + (/[.!?]$/.test(line) ? "" : ".");

export async function json<K extends keyof Calls>(what: K, asked?: Asked<K>): Promise<Calls[K]["answer"]> {
  const response = await ask(what, asked);
  return (response.status === 204 ? undefined : await response.json()) as Calls[K]["answer"];
}

export const school = {
  /** Who is logged in, asked anew; nothing: nobody is. */
  me: async (): Promise<Me | undefined> => {
    try {
      return remember(await json("GET /api/me"));
    } catch (error) {
      if (error instanceof LogIn) return undefined;
      if (error instanceof NotThere) throw error;
      return (known = last());
    }
  },
  /** `code`: of the second factor; throws CodeNeeded where one is asked for. */
  login: async (name: string, password: string, code?: string) =>
    remember(await json("POST /api/login", { body: { name, password, ...(code ? { code } : {}) } })),
  logout: async () => {
    await ask("POST /api/logout");
    remember(undefined);
  },
  password: async (old: string, fresh: string) =>
    remember(await json("POST /api/me/password", { body: { old, new: fresh } })),
  join: async (code: string, body: Calls["POST /api/invite/{code}"]["body"]) =>
    remember(await json("POST /api/invite/{code}", { words: [code], body })),

  lookAtReset: (code: string) => json("GET /api/reset/{code}", { words: [code] }),
  reset: (code: string, body: Calls["POST /api/reset/{code}"]["body"]) =>
    json("POST /api/reset/{code}", { words: [code], body }),
  second: () => json("GET /api/me/second"),
  proposeSecond: () => json("POST /api/me/second"),
  confirmSecond: (code: string) => json("POST /api/me/second/confirm", { body: { code } }),
  endSecond: (password: string, code: string) => json("DELETE /api/me/second", { body: { password, code } }),

  classes: () => json("GET /api/school/classes", { query: { limit: 500 } }),
  addClass: (title: string) => json("POST /api/school/classes", { body: { title } }),
  oneClass: (id: number) => json("GET /api/school/classes/{id}", { words: [id] }),
  changeClass: (id: number, body: Calls["PATCH /api/school/classes/{id}"]["body"]) =>
    json("PATCH /api/school/classes/{id}", { words: [id], body }),
  members: (id: number) => json("GET /api/school/classes/{id}/members", { words: [id] }),
  endMember: (id: number, person: number) =>
    json("DELETE /api/school/classes/{id}/members/{person}", { words: [id, person] }),

  invites: (klass: number) => json("GET /api/school/invites", { query: { class: klass } }),
  invite: (body: Calls["POST /api/school/invites"]["body"]) => json("POST /api/school/invites", { body }),
  endInvite: (id: number) => json("DELETE /api/school/invites/{id}", { words: [id] }),

  people: (after: number) => json("GET /api/school/people", { query: { after, limit: 100 } }),
  addPerson: (body: Calls["POST /api/school/people"]["body"]) => json("POST /api/school/people", { body }),
  changePerson: (id: number, body: Calls["PATCH /api/school/people/{id}"]["body"]) =>
    json("PATCH /api/school/people/{id}", { words: [id], body }),
  roster: (body: Calls["POST /api/school/roster"]["body"]) => json("POST /api/school/roster", { body }),
  cards: (klass: number, origin: string) =>
    json("POST /api/school/classes/{id}/cards", { words: [klass], query: { origin } }),
  makeReset: (id: number) => json("POST /api/school/people/{id}/reset", { words: [id] }),
  endSecondOf: (id: number) => json("DELETE /api/school/people/{id}/second", { words: [id] }),
  consent: (id: number, given: boolean, how: string) =>
    json("PATCH /api/school/people/{id}/consent", { words: [id], body: { given, how } }),
  erasures: () => json("GET /api/school/erasures"),
  askErasure: (id: number) => json("POST /api/people/{id}/erasure", { words: [id] }),
  dropErasure: (id: number) => json("DELETE /api/people/{id}/erasure", { words: [id] }),
  confirmErasure: (id: number) => json("POST /api/people/{id}/erasure/confirm", { words: [id] }),
  endPerson: (id: number) => json("DELETE /api/school/people/{id}", { words: [id] }),

  // --- assignments
  assignments: (klass: number) => json("GET /api/classes/{id}/assignments", { words: [klass] }),
  assign: (klass: number, body: NewAssignment) =>
    json("POST /api/classes/{id}/assignments", { words: [klass], body }),
  assignment: (id: number) => json("GET /api/assignments/{id}", { words: [id] }),
  /** `edition`: the one that was looked at. */
  change: (id: number, edition: string, body: NewAssignment) =>
    json("PATCH /api/assignments/{id}", { words: [id], body, headers: { "If-Match": edition } }),
  release: (id: number) => json("POST /api/assignments/{id}/release", { words: [id] }),
  judgeAgain: (id: number, version: number, dryRun: boolean) =>
    json("POST /api/assignments/{id}/judge_again", { words: [id], body: { version, dry_run: dryRun } }),
  override: (id: number, body: NewOverride) =>
    json("POST /api/assignments/{id}/overrides", { words: [id], body }),
  overrides: (id: number) => json("GET /api/assignments/{id}/overrides", { words: [id] }),
  charts: () => json("GET /api/school/charts"),
  addChart: (name: string, data: string) => json("POST /api/school/charts", { body: { name, data } }),

  // --- what is asked of whoever is logged in, and handed in
  due: () => json("GET /api/due"),
  dueOf: (person: number) => json("GET /api/due", { query: { person } }),
  open: (assignment: number) => json("POST /api/assignments/{id}/openings", { words: [assignment] }),
  /** `sound`: the recording of the same take. */
  handIn: async (assignment: number, take: string, sound?: Blob) => {
    const what = "POST /api/assignments/{id}/submissions";
    if (!sound) return json(what, { words: [assignment], body: take });
    const both = new FormData();
    both.append("take", new Blob([take], { type: "application/json" }), "take.json");
    both.append("sound", sound, "sound.wav");
    return json(what, { words: [assignment], form: both });
  },
  keepTake: (take: string) => json("POST /api/me/takes", { body: take }),
  keepLimit: (body: Calls["POST /api/me/limits"]["body"]) => json("POST /api/me/limits", { body }),
  submissions: (assignment: number, person?: number) =>
    json("GET /api/assignments/{id}/submissions", { words: [assignment], query: { person } }),
  submission: (id: number) => json("GET /api/submissions/{id}", { words: [id] }),
  takeOut: (id: number, reason: string) =>
    json("PATCH /api/submissions/{id}", { words: [id], body: { state: "taken_out", reason } }),
  again: (id: number) => json("POST /api/submissions/{id}/again", { words: [id] }),
  take: async (id: number) => {
    const [take, page] = await Promise.all([
      ask("GET /api/submissions/{id}/take.json", { words: [id] }),
      ask("GET /api/submissions/{id}/take.html", { words: [id] }),
    ]);
    return { json: await take.text(), html: await page.text() };
  },
  /** `reason`: of an admin, who is asked for one. */
  sound: async (id: number, reason?: string) =>
    (await ask("GET /api/submissions/{id}/sound", { words: [id], query: { reason } })).blob(),

  comments: (submission: number) => json("GET /api/submissions/{id}/comments", { words: [submission] }),
  comment: (submission: number, body: NewComment) =>
    json("POST /api/submissions/{id}/comments", { words: [submission], body }),
  changeComment: (id: number, text: string) =>
    json("PATCH /api/comments/{id}", { words: [id], body: { text } }),
  dropComment: (id: number) => json("DELETE /api/comments/{id}", { words: [id] }),
  phrases: () => json("GET /api/me/phrases"),
  keepPhrases: (phrases: string[]) => json("PATCH /api/me/phrases", { body: { phrases } }),

  // --- chairs of a class
  chairs: (klass: number) => json("GET /api/classes/{id}/chairs", { words: [klass] }),
  declareChairs: (klass: number, body: NewChairs) =>
    json("POST /api/classes/{id}/chairs", { words: [klass], body }),
  oneChairs: (id: number) => json("GET /api/chairs/{id}", { words: [id] }),
  seatChairs: (id: number) => json("POST /api/chairs/{id}/seat", { words: [id] }),
  cancelChairs: (id: number, reason: string) =>
    json("POST /api/chairs/{id}/cancel", { words: [id], body: { reason } }),
  appeal: (id: number, body: NewAppeal) => json("POST /api/chairs/{id}/appeals", { words: [id], body }),
  rule: (id: number, n: number, body: NewRuling) =>
    json("POST /api/chairs/{id}/appeals/{n}/ruling", { words: [id, n], body }),
  chairsSheet: async (id: number) => (await ask("GET /api/chairs/{id}/seating.html", { words: [id] })).text(),
  chairsRecord: async (id: number) =>
    (await ask("GET /api/chairs/{id}/seating.jsonl", { words: [id] })).text(),
  chairsSignature: async (id: number) =>
    (await ask("GET /api/chairs/{id}/seating.jsonl.minisig", { words: [id] })).text(),
  chairsKey: async (id: number) => (await ask("GET /api/chairs/{id}/seating.pub", { words: [id] })).text(),

  gradebook: (klass: number) => json("GET /api/classes/{id}/gradebook", { words: [klass] }),

  exports: (person: number) => json("GET /api/people/{id}/exports", { words: [person] }),
  askExport: (person: number) => json("POST /api/people/{id}/exports", { words: [person] }),
  /** `klass`: of that class alone. */
  jobs: (klass?: number) => json("GET /api/school/jobs", { query: { class: klass, limit: 500 } }),

  log: (query: { after?: number; since?: number; actor?: string; class?: string; person?: string }) =>
    json("GET /api/school/audit", { query: { ...query, limit: 100 } }),
};
