// The log: who changed what, when. It names people by their numbers, and may outlive them.
import { field, h, table, type View } from "../dom.ts";
import type { Class, Line } from "../generated/school_api.ts";
import { keepsAccounts, momentText, secondsOf } from "../model/school_model.ts";
import { form, press, words } from "./forms.ts";
import { me, school } from "./school_server.ts";

class LogView implements View {
  readonly title = "Log";
  private readonly rows = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Log" });
  private readonly more = h("div", { class: "buttons" });
  private readonly since = h("input", { type: "datetime-local" });
  private readonly actor = words({ inputmode: "numeric" });
  private readonly klass: HTMLSelectElement;
  private lines: Line[] = [];
  readonly element: HTMLElement;

  constructor(classes: Class[], everything: boolean) {
    this.klass = h(
      "select",
      {},
      everything && h("option", { value: "" }, "any"),
      ...classes.map(({ id, title }) => h("option", { value: String(id) }, title)),
    );
    this.element = h(
      "div",
      { class: "school log" },
      h("h1", {}, "Log"),
      h("p", { class: "how" }, "Every change is a line. Each holds the hash of the one before it."),
      form(
        [
          field("Since", this.since),
          field("By the person of number", this.actor),
          field("Class", this.klass),
        ],
        "Show",
        async () => {
          this.lines = [];
          await this.load();
        },
      ),
      this.rows,
      this.more,
    );
  }
  async load(): Promise<void> {
    const limit = 100; // what one call gives
    const { lines } = await school.log({
      after: this.lines.at(-1)?.n,
      since: secondsOf(this.since.value),
      actor: this.actor.value.trim(),
      class: this.klass.value,
    });
    this.lines = [...this.lines, ...lines];
    this.more.replaceChildren(...(lines.length === limit ? [press("More", () => this.load())] : []));
    const rows = this.lines.map((line) => [
      h("td", {}, String(line.n)),
      h("td", {}, momentText(line.at_s)),
      h("td", {}, line.actor > 0 ? `person ${line.actor}, ${line.role}` : "firstchair"),
      h("td", {}, line.verb),
      h("td", {}, line.thing),
      h("td", { class: "detail" }, line.detail),
    ]);
    this.rows.replaceChildren(
      rows.length > 0
        ? table(["Line", "When", "Who", "What", "Of", "More"], rows)
        : h("p", { class: "empty" }, "There is no such line."),
    );
  }
}

export async function logView(): Promise<View> {
  const { classes } = await school.classes();
  const everything = keepsAccounts(me()!);
  const view = new LogView(classes, everything);
  if (everything || classes.length > 0) await view.load();
  return view;
}
