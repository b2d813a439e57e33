// The pages of a school, by their addresses; each is loaded when it is looked at first.
import type { View } from "../dom.ts";

export type Views = Record<string, () => Promise<(id: string) => Promise<View>>>;

export const schoolViews: Views = {
  school: async () => (await import("./school_view.ts")).schoolView,
  join: async () => (await import("./join.ts")).join,
  reset: async () => (await import("./reset_view.ts")).resetView,
  child: async () => (await import("./child_view.ts")).childView,
  account: async () => (await import("./login_view.ts")).accountView,
  class: async () => (await import("./class_view.ts")).classView,
  assign: async () => (await import("./assign_view.ts")).assignView, // to that class
  declare: async () => (await import("./declare_view.ts")).declareView, // chairs, for that class
  seats: async () => (await import("./seats_view.ts")).seatsView, // those chairs
  change: async () => (await import("./assign_view.ts")).changeView, // that assignment
  assignment: async () => (await import("./assignment_view.ts")).assignmentView,
  work: async () => (await import("./work_view.ts")).workView, // a student's own
  student: async () => (await import("./student_view.ts")).studentView, // assignment/person
  submission: async () => (await import("./submission_view.ts")).submissionView,
  waiting: async () => (await import("./waiting_view.ts")).waitingView, // to be heard
  people: async () => (await import("./people_view.ts")).peopleView,
  log: async () => (await import("./log_view.ts")).logView,
};

/** The page of the bar that a view belongs to. */
export const pageOf = (view: string): string =>
  view === "take" ? "takes" : view in schoolViews && view !== "people" && view !== "log" ? "school" : view;
