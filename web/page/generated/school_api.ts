// Generated from docs/school_api.json by web/tools/generate.mjs: change that, then npm run generate.

export interface Error {
  /** one line for a person */
  error: string;
  code_needed?: boolean;
}

export type Role =
  "owner" | "admin" | "registrar" | "teacher" | "assistant" | "proctor" | "panel" | "student" | "guardian";

export interface Me {
  person: {
    id: number;
    name: string;
    given: string;
  };
  school: {
    id: number;
    name: string;
  };
  memberships: {
    class: number;
    role: Role;
    title?: string;
  }[];
  /** what a change shows in X-Firstchair-Csrf */
  csrf: string;
  children: Child[];
  second_needed: boolean;
}

export interface Person {
  id: number;
  name: string;
  given: string;
  email: string;
  ended: boolean;
  birth_year: number | null;
  /** that the person has anywhere in the school, the strongest first */
  roles: Role[];
}

export interface People {
  people: Person[];
}

export interface Term {
  id: number;
  name: string;
  from_s: number;
  to_s: number;
}

export interface Terms {
  terms: Term[];
}

export interface Made {
  id: number;
}

export interface Class {
  id: number;
  term: number;
  title: string;
  archived: boolean;
}

export interface Classes {
  classes: Class[];
}

export interface Member {
  person: number;
  role: Role;
  name?: string;
  given?: string;
  from_s?: number;
}

export interface Members {
  members: Member[];
}

export interface Invite {
  id: number;
  class: number;
  role: Role;
  uses_left: number;
  until_s: number;
}

export interface Invites {
  invites: Invite[];
}

export interface NewInvite {
  id: number;
  class: number;
  role: Role;
  uses_left: number;
  until_s: number;
  code: string;
  /** what is shared: the address of the page without its origin, "/#join/7-..." */
  link: string;
}

export interface Line {
  n: number;
  at_s: number;
  actor: number;
  role: Role;
  verb: string;
  thing: string;
  detail: string;
}

export interface Log {
  lines: Line[];
}

export interface Demand {
  kind: "spread_norm" | "spread_ms" | "lean_ms" | "slips" | "tempo_off" | "limit_bpm" | "bars_clean";
  /** of spread_norm, spread_ms and lean_ms: a line of the kit, "hat" */
  line?: string;
  /** spread_norm: times the norm at this tempo, at most; spread_ms: ms, at most; lean_ms: ms to either side; slips: missed, extra and on another drum per 100 notes, at most; tempo_off: % to either side; limit_bpm: at least; bars_clean: bars running without a slip, at least */
  bound: number;
}

export interface PassRule {
  kind: "one" | "k_of_last" | "last" | "mean_of_last";
  k?: number;
  n?: number;
  /** true: the whole interval has to be at the bound or better */
  need_shown?: boolean;
}

/** points of each result; a result that is not named has none */
export interface Points {
  passed?: number;
  passed_late?: number;
  not_met?: number;
  not_told?: number;
  not_begun?: number;
}

export interface NewAssignment {
  title: string;
  /** a built-in chart's name, or the hash of a chart of the school */
  item: string;
  bpm: number;
  click?: boolean;
  /** 0: the chart's */
  bars?: number;
  source?: "any" | "midi" | "audio";
  demands: Demand[];
  pass?: PassRule;
  /** null: as many as one likes */
  attempts?: number | null;
  opens_s?: number;
  due_s?: number | null;
  closes_s?: number | null;
  /** refused: a late take is kept and does not count; marked: it counts, and the result says so */
  late?: "refused" | "marked";
  /** none: nobody keeps it; teacher: until a teacher listened; keep: its days */
  sound?: "none" | "teacher" | "keep";
  /** when students see results */
  results?: "now" | "due" | "by_hand";
  points?: Points | null;
}

export interface Assignment {
  id: number;
  class: number;
  /** counts changes of what is asked; a take is judged by the version it was played for */
  version: number;
  /** tells it from what it was before any change; If-Match of a change */
  edition: string;
  chart_title: string;
  /** students see results now */
  released: boolean;
  title: string;
  /** a built-in chart's name, or the hash of a chart of the school */
  item: string;
  bpm: number;
  click: boolean;
  /** 0: the chart's */
  bars: number;
  source: "any" | "midi" | "audio";
  demands: Demand[];
  pass: PassRule;
  /** null: as many as one likes */
  attempts: number | null;
  opens_s: number;
  due_s: number | null;
  closes_s: number | null;
  /** refused: a late take is kept and does not count; marked: it counts, and the result says so */
  late: "refused" | "marked";
  /** none: nobody keeps it; teacher: until a teacher listened; keep: its days */
  sound: "none" | "teacher" | "keep";
  /** when students see results */
  results: "now" | "due" | "by_hand";
  points: Points | null;
}

export interface Assignments {
  assignments: Assignment[];
}

/** one demand beside one take; value, low and high are null where nothing is told */
export interface Answer {
  demand: Demand;
  standing: "not_told" | "not_met" | "met" | "shown";
  value: number | null;
  low: number | null;
  high: number | null;
  unit: string;
  n: number;
  needed: number;
  /** for a person: "hat spread 1.21 of the norm (1.05 to 1.40), asked at most 1.33: met" */
  text: string;
}

/** one student beside one assignment */
export interface Grade {
  assignment: number;
  person: number;
  /** null: results are not released yet */
  standing: "excused" | "not_begun" | "not_told" | "not_met" | "passed_late" | "passed" | null;
  overridden: boolean;
  /** it was due before now, and it is not passed */
  overdue: boolean;
  /** attempts */
  used: number;
  attempts: number | null;
  /** takes that are not heard yet */
  waiting: number;
  /** takes that could not be heard through us; they use no attempt */
  failed: number;
  /** attempts up to the last one that count towards the rule */
  running: number;
  /** of so many */
  wanted: number;
  /** the one that the answers are of: the one that passed, else the last that was heard */
  submission: number | null;
  came_s: number | null;
  answers: Answer[];
  points: number | null;
  /** for a person: "1 of 2 takes running" */
  text: string;
}

export interface Student {
  person: number;
  name: string;
  given: string;
}

export interface Gradebook {
  students: Student[];
  assignments: Assignment[];
  /** by assignment and person */
  grades: Grade[];
  /** of the values of ten students and more; of fewer nothing is told */
  medians: {
    assignment: number;
    /** from 0 */
    demand: number;
    n: number;
    median: number;
  }[];
}

export interface DueOne {
  class_title: string;
  assignment: Assignment;
  grade: Grade;
  /** the student's own */
  due_s: number | null;
  /** one may play it now */
  open: boolean;
  /** what to do next, for a person */
  text: string;
}

export interface Due {
  due: DueOne[];
}

export interface Opening {
  /** signed; shown when the take is handed in, it says when it was begun */
  opening: string;
  at_s: number;
  version: number;
  /** base64 of the chart, as the field of a take says it */
  chart: string;
  /** for its ending */
  chart_name: string;
}

export interface Submission {
  id: number;
  assignment: number;
  person: number;
  version: number;
  state: "waiting" | "heard" | "failed" | "taken_out";
  /** of failed and taken_out; else empty */
  why: string;
  began_s: number;
  came_s: number;
  late: boolean;
  /** there is sound to listen to */
  sound: boolean;
  take: number | null;
  answers: Answer[];
  comments: number;
}

export interface Handed {
  submission: Submission;
  grade: Grade;
}

export interface Submissions {
  submissions: Submission[];
}

/** SentTake of openapi.json, as POST /api/book/takes takes it, and `opening` */
export interface NewTake {
  id: string;
  /** of POST .../openings; without it the take was begun when it came */
  opening?: string;
  began_s: number;
  mode: string;
  chart: string;
  settings: string;
  midi: boolean;
  length: number;
  engine: string;
  device: string;
  hits: Record<string, unknown>[];
}

export interface NewOverride {
  person: number;
  /** at least as many as before */
  attempts?: number | null;
  due_s?: number | null;
  excused?: boolean;
  /** the teacher's own result; null: what was measured */
  passed?: boolean | null;
  reason: string;
}

export interface Override {
  person: number;
  attempts: number | null;
  due_s: number | null;
  excused: boolean;
  passed: boolean | null;
  reason: string;
}

export interface Overrides {
  overrides: Override[];
}

export interface Comment {
  id: number;
  submission: number;
  /** from 1; 0: the whole take */
  bar: number;
  /** from 1; 0: the whole bar */
  beat: number;
  text: string;
  by: number;
  by_name: string;
  at_s: number;
  edited_s: number | null;
}

export interface NewComment {
  bar?: number;
  beat?: number;
  /** 2,000 letters at most */
  text: string;
}

export interface Comments {
  comments: Comment[];
}

export interface Phrases {
  phrases: string[];
}

export interface SchoolChart {
  hash: string;
  title: string;
  owner: number;
}

export interface SchoolCharts {
  charts: SchoolChart[];
}

export interface Rejudged {
  version: number;
  dry_run: boolean;
  takes: number;
  /** whose result is another under that version */
  changes: {
    person: number;
    before: "excused" | "not_begun" | "not_told" | "not_met" | "passed_late" | "passed";
    /** by that version alone */
    under: "excused" | "not_begun" | "not_told" | "not_met" | "passed_late" | "passed";
    /** what is told: a result never falls */
    after: "excused" | "not_begun" | "not_told" | "not_met" | "passed_late" | "passed";
  }[];
}

export interface OwnTake {
  id: number;
  began_s: number;
  title: string;
  bpm: number;
  submission: number | null;
}

export interface OwnTakes {
  takes: OwnTake[];
}

export interface ConsentTold {
  person: number;
  given: boolean;
}

export interface Child {
  id: number;
  name: string;
  given: string;
  consent: boolean | null;
}

export interface Erasure {
  person: number;
  asked_by: number | null;
  asked_s: number | null;
  started_by: number | null;
  started_s: number | null;
  text: string;
}

export interface NamedErasure {
  person: number;
  asked_by: number | null;
  asked_s: number | null;
  started_by: number | null;
  started_s: number | null;
  text: string;
  name: string;
  given: string;
}

export interface Erasures {
  erasures: NamedErasure[];
}

export interface ErasedTold {
  person: number;
  text: string;
}

export interface SecondFactor {
  on: boolean;
  codes_left: number;
  needed: boolean;
}

export interface ProposedFactor {
  secret: string;
  address: string;
  qr: string[];
}

export interface RecoveryCodes {
  codes: string[];
}

export interface ResetLink {
  code: string;
  until_s: number;
}

export interface ResetTold {
  given: string;
  login: string | null;
}

export interface ResetDone {
  login: string;
  logged_in: boolean;
}

export interface Card {
  person: number;
  name: string;
  given: string;
  code: string;
  qr: string[];
}

export interface Cards {
  cards: Card[];
  until_s: number;
}

export interface RosterTold {
  added: number;
  changed: number;
  joined: number;
  same: number;
  classes: number;
  refused: string[];
  text: string;
}

export interface LimitTold {
  item: string;
  bpm: number;
  low: number;
  high: number;
}

export interface KeptTake {
  id: number;
}

export interface Export {
  id: number;
  person: number;
  asked_s: number;
  /** waiting, ready or failed */
  state: string;
  bytes: number;
  until_s: number | null;
  /** where it is loaded until then */
  link: string | null;
  why: string;
}

export interface Exports {
  exports: Export[];
}

export interface HearingWaits {
  submission: number;
  assignment: number;
  class: number;
  person: number;
  name: string;
  given: string;
  /** waiting, running or failed */
  state: string;
  came_s: number;
  why: string;
  tries: number;
  due_s: number | null;
  /** whether POST /api/submissions/{id}/again has it heard again */
  again: boolean;
}

export interface Job {
  id: number;
  /** export, expire, erase or retention */
  kind: string;
  /** the number of the export or the person; 0 of retention */
  thing: number;
  /** waiting or running */
  state: string;
  due_s: number;
  tries: number;
  why: string;
  made_s: number;
}

export interface Jobs {
  hearings: HearingWaits[];
  others: Job[];
}

export interface ChairsPlace {
  /** of the chairs that are shared; first and last are one chair where nobody shares it */
  first: number;
  last: number;
  /** shared: it is not told who of those who share has a seat */
  seat: "yes" | "shared" | "no";
  /** why somebody sits after the others */
  behind: string;
  /** probability that nobody is better */
  best: number;
  /** mean chair */
  expected: number;
  chair_low: number;
  /** chair_low to chair_high: 95 % of the chair */
  chair_high: number;
  /** lower is better */
  score: number;
  low: number;
  /** low to high: 95 % of the score */
  high: number;
}

export interface ChairsReceipt {
  assignment: number;
  /** the first 16 digits of the hash of the take's line; chairs verify --receipt looks for it */
  receipt: string;
  /** of the record, from 1 */
  line: number;
  /** when it was handed in */
  at_s: number;
  appeal_until_s: number;
  may_appeal: boolean;
}

export interface ChairsOwn {
  /** the letters that stand for the player in the record */
  blind: string;
  place: ChairsPlace | null;
  /** assignments that a ruling gave back: the next take counts */
  again: number[];
  receipts: ChairsReceipt[];
}

export interface ChairsSeat {
  blind: string;
  /** null: was erased */
  person: number | null;
  name: string;
  /** of the chairs that are shared; first and last are one chair where nobody shares it */
  first: number;
  last: number;
  /** shared: it is not told who of those who share has a seat */
  seat: "yes" | "shared" | "no";
  /** why somebody sits after the others */
  behind: string;
  /** probability that nobody is better */
  best: number;
  /** mean chair */
  expected: number;
  chair_low: number;
  /** chair_low to chair_high: 95 % of the chair */
  chair_high: number;
  /** lower is better */
  score: number;
  low: number;
  /** low to high: 95 % of the score */
  high: number;
}

export interface ChairsPiece {
  assignment: number;
  /** as it was declared */
  title: string;
  /** for all, by a ruling */
  left_out: boolean;
}

export interface ChairsAppeal {
  n: number;
  blind: string;
  assignment: number;
  /** strokes were heard wrongly, the machine stopped or a rule was broken, with the bar */
  text: string;
  ruling: "open" | "none" | "again" | "left_out" | "strokes";
}

export interface ChairsHanded {
  person: number;
  /** pieces of which a take is on record */
  takes: number;
}

export interface NewAppeal {
  assignment: number;
  why: "heard" | "machine" | "rule";
  bar?: number;
  /** whose take it is; nobody: the own */
  person?: number;
}

export interface NewRuling {
  effect: "none" | "again" | "left_out";
  reason: string;
}

export interface Reason {
  /** 1 to 2,000 letters */
  reason: string;
}

export interface Chairs {
  id: number;
  class: number;
  title: string;
  seats: number;
  assignments: number[];
  pieces: ChairsPiece[];
  source: "midi" | "audio";
  /** the chairs go by: playing that day (played), or another time (again) */
  claim: "played" | "again";
  /** from a take on */
  appeal_hours: number;
  made_s: number;
  /** what comes later does not count */
  closes_s: number | null;
  seated_s: number | null;
  state: "open" | "closed" | "seated" | "cancelled";
  /** a ruling came after the seats: they may be others */
  ruled: boolean;
  /** the first 16 digits of the declaration's hash */
  declared: string;
  /** of whom a take is on record */
  players: number;
  /** takes that came in time and are not heard yet */
  waiting: number;
  /** why nobody is seated, of chairs that are closed; empty: there is nothing */
  fault: string;
  own: ChairsOwn | null;
  /** all for teachers of the class, else the own */
  appeals: ChairsAppeal[];
  /** for teachers of the class: who has played, in no order of letters */
  handed: ChairsHanded[] | null;
  /** in the order of the chairs, for teachers of the class; null: nobody sits yet, or it is not theirs to see */
  places: ChairsSeat[] | null;
}

export interface ChairsList {
  chairs: Chairs[];
}

export interface NewChairs {
  title: string;
  seats: number;
  /** 1 to 16 of the class; each is one excerpt */
  assignments: number[];
  /** e-kits or microphones; seats would compare them */
  source: "midi" | "audio";
  closes_s?: number | null;
  /** again: at least 4 assignments */
  claim?: "played" | "again";
  /** 0 to 720 from a take on; 72 where nothing is said */
  appeal_hours?: number;
}

export interface Calls {
  /** Logs in */
  "POST /api/login": {
    query: Record<never, never>;
    body: {
      name: string;
      password: string;
      school?: number;
      code?: string;
    };
    answer: Me;
  };
  /** Ends this session */
  "POST /api/logout": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Takes an invite: makes an account, or joins with the one that is logged in */
  "POST /api/invite/{code}": {
    query: Record<never, never>;
    body: {
      name?: string;
      given?: string;
      login?: string;
      password?: string;
    };
    answer: Me;
  };
  /** Who is logged in, and the token for changes */
  "GET /api/me": {
    query: Record<never, never>;
    body: undefined;
    answer: Me;
  };
  /** Changes the own password; every other session ends */
  "POST /api/me/password": {
    query: Record<never, never>;
    body: {
      old: string;
      new: string;
    };
    answer: Me;
  };
  /** People by their numbers; after and limit (100; 500 at most) */
  "GET /api/school/people": {
    query: Record<never, never>;
    body: undefined;
    answer: People;
  };
  /** Adds a person, who may have a role in the whole school */
  "POST /api/school/people": {
    query: Record<never, never>;
    body: {
      name: string;
      given?: string;
      email?: string;
      birth_year?: number;
      ended?: boolean;
      role?: Role;
    };
    answer: Person;
  };
  /** One person */
  "GET /api/school/people/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: Person;
  };
  /** Changes what is said */
  "PATCH /api/school/people/{id}": {
    query: Record<never, never>;
    body: {
      name?: string;
      given?: string;
      email?: string;
      birth_year?: number | null;
      ended?: boolean;
    };
    answer: Person;
  };
  /** Ends an account; nothing of it is erased */
  "DELETE /api/school/people/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Terms */
  "GET /api/school/terms": {
    query: Record<never, never>;
    body: undefined;
    answer: Terms;
  };
  /** Adds a term */
  "POST /api/school/terms": {
    query: Record<never, never>;
    body: {
      name: string;
      from_s: number;
      to_s: number;
    };
    answer: Made;
  };
  /** Classes that whoever asks may see; after and limit */
  "GET /api/school/classes": {
    query: Record<never, never>;
    body: undefined;
    answer: Classes;
  };
  /** Makes a class; a teacher becomes its teacher */
  "POST /api/school/classes": {
    query: Record<never, never>;
    body: {
      title: string;
      term?: number;
    };
    answer: Class;
  };
  /** One class */
  "GET /api/school/classes/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: Class;
  };
  /** Changes what is said */
  "PATCH /api/school/classes/{id}": {
    query: Record<never, never>;
    body: {
      title?: string;
      term?: number;
      archived?: boolean;
    };
    answer: Class;
  };
  /** Archives a class; nothing of it is erased */
  "DELETE /api/school/classes/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Who is in a class */
  "GET /api/school/classes/{id}/members": {
    query: Record<never, never>;
    body: undefined;
    answer: Members;
  };
  /** Puts somebody into a class; teachers send an invite instead */
  "POST /api/school/classes/{id}/members": {
    query: Record<never, never>;
    body: {
      person: number;
      role: Role;
    };
    answer: Member;
  };
  /** Gives another role in the class */
  "PATCH /api/school/classes/{id}/members/{person}": {
    query: Record<never, never>;
    body: {
      role: Role;
    };
    answer: Member;
  };
  /** Takes somebody out of a class */
  "DELETE /api/school/classes/{id}/members/{person}": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Invites of a class that may still be used */
  "GET /api/school/invites": {
    query: Record<never, never>;
    body: undefined;
    answer: Invites;
  };
  /** Makes an invite; its code is told once */
  "POST /api/school/invites": {
    query: Record<never, never>;
    body: {
      class?: number;
      role: Role;
      uses?: number;
      days?: number;
      /** whose guardian is invited; with the role of a guardian alone */
      child?: number;
    };
    answer: NewInvite;
  };
  /** Ends an invite */
  "DELETE /api/school/invites/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Lines of the log; since, actor, person, class, after, limit */
  "GET /api/school/audit": {
    query: Record<never, never>;
    body: undefined;
    answer: Log;
  };
  /** Assignments of a class */
  "GET /api/classes/{id}/assignments": {
    query: Record<never, never>;
    body: undefined;
    answer: Assignments;
  };
  /** Assigns something to a class */
  "POST /api/classes/{id}/assignments": {
    query: Record<never, never>;
    body: NewAssignment;
    answer: Assignment;
  };
  /** Chairs that are declared for a class, with the own seat and receipts; teachers see all seats. What was handed in since goes on record, and chairs that are closed are seated */
  "GET /api/classes/{id}/chairs": {
    query: Record<never, never>;
    body: undefined;
    answer: ChairsList;
  };
  /** Declares chairs for a class: what it asks cannot be changed */
  "POST /api/classes/{id}/chairs": {
    query: Record<never, never>;
    body: NewChairs;
    answer: Chairs;
  };
  /** How chairs stand: as in the list of their class */
  "GET /api/chairs/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: Chairs;
  };
  /** Closes chairs and seats everybody by what stands */
  "POST /api/chairs/{id}/seat": {
    query: Record<never, never>;
    body: undefined;
    answer: Chairs;
  };
  /** Ends chairs for good; what was played stays on record. The reason stands in the log */
  "POST /api/chairs/{id}/cancel": {
    query: Record<never, never>;
    body: Reason;
    answer: Chairs;
  };
  /** Appeals against a take that is on record: the own, or for a teacher that of `person`. One a take, within its hours */
  "POST /api/chairs/{id}/appeals": {
    query: Record<never, never>;
    body: NewAppeal;
    answer: Chairs;
  };
  /** Rules on an appeal, once. `again` lets the next take of the player count, `left_out` takes the piece out for all; then everybody is seated again. The reason stands in the log */
  "POST /api/chairs/{id}/appeals/{n}/ruling": {
    query: Record<never, never>;
    body: NewRuling;
    answer: Chairs;
  };
  /** The sheet of a seating as a page: everybody by the letters */
  "GET /api/chairs/{id}/seating.html": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** The record of chairs that are seated, sealed (docs/formats/seating.md); chairs verify computes it again */
  "GET /api/chairs/{id}/seating.jsonl": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Its signature, in minisign's format */
  "GET /api/chairs/{id}/seating.jsonl.minisig": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** The key that signs the school's records */
  "GET /api/chairs/{id}/seating.pub": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** One assignment */
  "GET /api/assignments/{id}": {
    query: {
      /** its demands and pass rule as they were then */
      version?: string | number;
    };
    body: undefined;
    answer: Assignment;
  };
  /** Changes an assignment. What is asked otherwise (music, demands, pass rule) is the next version. Fields that are not there stay. Chart and tempo stay once something was handed in */
  "PATCH /api/assignments/{id}": {
    query: Record<never, never>;
    body: {
      title?: string;
      /** a built-in chart's name, or the hash of a chart of the school */
      item?: string;
      bpm?: number;
      click?: boolean;
      /** 0: the chart's */
      bars?: number;
      source?: "any" | "midi" | "audio";
      demands?: Demand[];
      pass?: PassRule;
      /** null: as many as one likes */
      attempts?: number | null;
      opens_s?: number;
      due_s?: number | null;
      closes_s?: number | null;
      /** refused: a late take is kept and does not count; marked: it counts, and the result says so */
      late?: "refused" | "marked";
      /** none: nobody keeps it; teacher: until a teacher listened; keep: its days */
      sound?: "none" | "teacher" | "keep";
      /** when students see results */
      results?: "now" | "due" | "by_hand";
      points?: Points | null;
    };
    answer: Assignment;
  };
  /** Shows results to students, where they were to be shown by hand */
  "POST /api/assignments/{id}/release": {
    query: Record<never, never>;
    body: undefined;
    answer: Assignment;
  };
  /** Judges what was handed in under another version too. With dry_run nothing is kept. No result falls by it */
  "POST /api/assignments/{id}/judge_again": {
    query: Record<never, never>;
    body: {
      version: number;
      dry_run?: boolean;
    };
    answer: Rejudged;
  };
  /** What was changed for single students */
  "GET /api/assignments/{id}/overrides": {
    query: Record<never, never>;
    body: undefined;
    answer: Overrides;
  };
  /** Changes something for one student, with a reason that the log keeps */
  "POST /api/assignments/{id}/overrides": {
    query: Record<never, never>;
    body: NewOverride;
    answer: Override;
  };
  /** Opens an attempt: its time is signed, for playing without network too */
  "POST /api/assignments/{id}/openings": {
    query: Record<never, never>;
    body: undefined;
    answer: Opening;
  };
  /** What was handed in, in the order it was played; whoever teaches sees all, a student the own */
  "GET /api/assignments/{id}/submissions": {
    query: {
      /** of one student */
      person?: string | number;
    };
    body: undefined;
    answer: Submissions;
  };
  /** Hands in a take that was played in the page; 1 GiB at most. The same id is the same submission, as often as it is sent. A take that is not handed in is kept in the own book where the line says so (409) */
  "POST /api/assignments/{id}/submissions": {
    query: Record<never, never>;
    body: NewTake;
    answer: Handed;
  };
  /** One submission */
  "GET /api/submissions/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: Submission;
  };
  /** Takes a submission out (it uses no attempt), with a reason */
  "PATCH /api/submissions/{id}": {
    query: Record<never, never>;
    body: {
      state: "taken_out";
      reason: string;
    };
    answer: Submission;
  };
  /** Hears again what could not be heard */
  "POST /api/submissions/{id}/again": {
    query: Record<never, never>;
    body: undefined;
    answer: Submission;
  };
  /** The take as it was judged, with chart, strokes and verdict (docs/formats/take.md) */
  "GET /api/submissions/{id}/take.json": {
    query: Record<never, never>;
    body: undefined;
    answer: Record<string, unknown>;
  };
  /** Its page: notes, lanes and the order */
  "GET /api/submissions/{id}/take.html": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Its sound, with Range. An admin says a reason, which the log keeps */
  "GET /api/submissions/{id}/sound": {
    query: {
      /** of an admin */
      reason?: string | number;
    };
    body: undefined;
    answer: undefined;
  };
  /** Comments, in order of bar and beat */
  "GET /api/submissions/{id}/comments": {
    query: Record<never, never>;
    body: undefined;
    answer: Comments;
  };
  /** Pins a comment to a bar and a beat */
  "POST /api/submissions/{id}/comments": {
    query: Record<never, never>;
    body: NewComment;
    answer: Comment;
  };
  /** Changes an own comment; the log tells that it was changed */
  "PATCH /api/comments/{id}": {
    query: Record<never, never>;
    body: {
      text: string;
    };
    answer: Comment;
  };
  /** Takes an own comment away */
  "DELETE /api/comments/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Every student beside every assignment */
  "GET /api/classes/{id}/gradebook": {
    query: Record<never, never>;
    body: undefined;
    answer: Gradebook;
  };
  /** The same as a table: RFC 4180, a row a student, assignment and demand */
  "GET /api/classes/{id}/gradebook.csv": {
    query: {
      /** 1: begins with a byte order mark, which spreadsheets want */
      bom?: string | number;
    };
    body: undefined;
    answer: undefined;
  };
  /** What the own classes ask for, with the own standing; of a guardian those of a child */
  "GET /api/due": {
    query: {
      /** a child's; nothing: one's own */
      person?: string | number;
    };
    body: undefined;
    answer: Due;
  };
  /** What is kept in the own book, the newest first */
  "GET /api/me/takes": {
    query: Record<never, never>;
    body: undefined;
    answer: OwnTakes;
  };
  /** Keeps a take of a search for the limit in the own book (SentTake of openapi.json); the same id is the same take */
  "POST /api/me/takes": {
    query: Record<never, never>;
    body: Record<string, unknown>;
    answer: KeptTake;
  };
  /** Own phrases for comments */
  "GET /api/me/phrases": {
    query: Record<never, never>;
    body: undefined;
    answer: Phrases;
  };
  /** Keeps own phrases for comments: 50 at most */
  "PATCH /api/me/phrases": {
    query: Record<never, never>;
    body: Phrases;
    answer: Phrases;
  };
  /** Charts of the school, besides the built-in ones */
  "GET /api/school/charts": {
    query: Record<never, never>;
    body: undefined;
    answer: SchoolCharts;
  };
  /** Keeps a chart for the school to assign: a drum tab, MIDI, MusicXML or any other that a page opens */
  "POST /api/school/charts": {
    query: Record<never, never>;
    body: {
      /** the file's, for its ending */
      name: string;
      /** base64 */
      data: string;
    };
    answer: SchoolChart;
  };
  /** A guardian's consent is given or taken back; without it nothing of the student is kept where the school asks for it */
  "PATCH /api/school/people/{id}/consent": {
    query: Record<never, never>;
    body: {
      given: boolean;
      how: string;
      /** practice (where none is named) or research */
      purpose?: string;
    };
    answer: ConsentTold;
  };
  /** Whether the own login has a second factor */
  "GET /api/me/second": {
    query: Record<never, never>;
    body: undefined;
    answer: SecondFactor;
  };
  /** Proposes a secret for an authenticator (TOTP, RFC 6238); it counts once it is confirmed. qr: rows of modules, 1 is dark */
  "POST /api/me/second": {
    query: Record<never, never>;
    body: undefined;
    answer: ProposedFactor;
  };
  /** Takes the own second factor away */
  "DELETE /api/me/second": {
    query: Record<never, never>;
    body: {
      password: string;
      code: string;
    };
    answer: undefined;
  };
  /** Confirms the second factor by its first code; the recovery codes are told this once */
  "POST /api/me/second/confirm": {
    query: Record<never, never>;
    body: {
      code: string;
    };
    answer: RecoveryCodes;
  };
  /** Whose link this is: the name to log in by, where there is one */
  "GET /api/reset/{code}": {
    query: Record<never, never>;
    body: undefined;
    answer: ResetTold;
  };
  /** Sets a password, once; also the name to log in by, where there is none. Who has a second factor logs in afterwards */
  "POST /api/reset/{code}": {
    query: Record<never, never>;
    body: {
      login?: string;
      password: string;
    };
    answer: ResetDone;
  };
  /** Makes a link that sets the person's password, once, for three days */
  "POST /api/school/people/{id}/reset": {
    query: Record<never, never>;
    body: undefined;
    answer: ResetLink;
  };
  /** Takes somebody's second factor away, who has lost it */
  "DELETE /api/school/people/{id}/second": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Makes a link for every student of the class who cannot log in yet, for 30 days. qr: the link behind origin, in rows of modules */
  "POST /api/school/classes/{id}/cards": {
    query: {
      origin?: string | number;
    };
    body: undefined;
    answer: Cards;
  };
  /** Puts people into classes from a table (CSV, its bytes in base64); the same again changes nothing */
  "POST /api/school/roster": {
    query: Record<never, never>;
    body: {
      name: string;
      data: string;
      dry_run?: boolean;
    };
    answer: RosterTold;
  };
  /** Who asked to be erased, and whose erasure was started */
  "GET /api/school/erasures": {
    query: Record<never, never>;
    body: undefined;
    answer: Erasures;
  };
  /** What waits to be heard or could not be: of a class, of a teacher's classes, or of the school with every other job */
  "GET /api/school/jobs": {
    query: {
      class?: string | number;
      after?: string | number;
      limit?: string | number;
    };
    body: undefined;
    answer: Jobs;
  };
  /** Asks to be erased, or as a guardian for a child; of a registrar it starts an erasure, which an admin confirms */
  "POST /api/people/{id}/erasure": {
    query: Record<never, never>;
    body: undefined;
    answer: Erasure;
  };
  /** Takes back an erasure that is not confirmed */
  "DELETE /api/people/{id}/erasure": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Closes the account at once; a job erases the person: takes, sound, comments, logins, names. The log keeps the number. The text says what goes */
  "POST /api/people/{id}/erasure/confirm": {
    query: Record<never, never>;
    body: undefined;
    answer: ErasedTold;
  };
  /** Everything of one person: takes as JSON lines of a book, tables, sound, lines of the log */
  "GET /api/people/{id}/export.zip": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Exports of one person that were asked for and can be loaded, the newest first */
  "GET /api/people/{id}/exports": {
    query: Record<never, never>;
    body: undefined;
    answer: Exports;
  };
  /** Asks for everything of one person as a zip: a job makes it. Asked twice while it waits, it is the same */
  "POST /api/people/{id}/exports": {
    query: Record<never, never>;
    body: undefined;
    answer: Export;
  };
  /** The zip, with Range, for 24 hours after it was made */
  "GET /api/people/{id}/exports/{export}": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Keeps a breaking tempo with the numbers of the own takes it was found in; assignments that ask for a limit are judged by the newest */
  "POST /api/me/limits": {
    query: Record<never, never>;
    body: {
      takes: number[];
      log2_bpm: number;
      sd_oct: number;
      sigma_oct: number;
      broke?: number;
      held_bpm?: number;
    };
    answer: LimitTold;
  };
}

/** What the numbers of a call may be, and what is taken where one is left out. */
export const ranges = {};
