// An assignment is given in three presses: a chart, its demands as they stand, Assign. All else has a usual value.
import { choice, field, h, number, toggle, type View } from "../dom.ts";
import type { Demand, SchoolChart } from "../generated/school_api.ts";
import type { ChartFacts, LineNamed } from "../generated/told.ts";
import {
  Assigned,
  factsOf as kindFacts,
  kKinds,
  kRules,
  lineName,
  ruleId,
  type Kind,
} from "../model/assign_model.ts";
import { fieldOf, secondsOf } from "../model/school_model.ts";
import { builtins, choices, notation } from "../shared.ts";
import { wordsOf } from "../text.ts";
import { chartToAssign, factsOf } from "./chart_to_assign.ts";
import { form, words } from "./forms.ts";
import { school } from "./school_server.ts";

/** A number that may have a fraction. */
function bound(value: number, kind: Kind, set: (value: number) => void): HTMLInputElement {
  const { low, high, step } = kindFacts(kind);
  const input = h("input", {
    type: "number",
    inputmode: "decimal",
    min: low,
    max: high,
    step,
    value: String(value),
  });
  input.addEventListener("change", () => {
    const wish = Number(input.value);
    const fits = Number.isFinite(wish) && input.value ? Math.min(high, Math.max(low, wish)) : value;
    input.value = String(fits);
    set(fits);
  });
  return input;
}
function moment(value: number | null, set: (value: number | null) => void): HTMLInputElement {
  const input = h("input", { type: "datetime-local", value: fieldOf(value) });
  input.addEventListener("change", () => set(secondsOf(input.value) ?? null));
  return input;
}
const kLines: LineNamed[] = (
  ["hat", "snare", "kick", "ride", "crash", "tom", "hat_foot", "pad"] as LineNamed["id"][]
).map((id) => ({ id, text: lineName(id) }));

class AssignView implements View {
  private readonly first = h("div", { class: "controls first" });
  private readonly demands = h("ul", { class: "demands" });
  private readonly score = h("div", { class: "score preview" });
  private readonly more = h("div", { class: "controls" });
  private readonly said = h("p", { class: "said", role: "status", "aria-live": "polite" });
  private lines: LineNamed[] = kLines;
  private letters = "";
  readonly title: string;
  readonly element: HTMLElement;

  constructor(
    private readonly wish: Assigned,
    private readonly charts: SchoolChart[],
    heading: string,
    back: string,
    words: string,
    private readonly send: () => Promise<string | void>,
  ) {
    this.title = heading;
    this.element = h(
      "div",
      { class: "school assign" },
      h("p", { class: "how" }, h("a", { href: `#${back}` }, "Back")),
      h("h1", {}, heading),
      this.first,
      this.score,
      h("h2", {}, "What is asked"),
      this.demands,
      h("details", { class: "more" }, h("summary", {}, "More"), this.more),
      form([], words, async () => {
        const fault = this.wish.fault();
        if (fault) return fault;
        return this.send();
      }),
      this.said,
    );
  }

  async begin(): Promise<void> {
    const { letters } = await choices;
    this.letters = letters.map(({ text }) => text).join(", ");
    if (this.wish.item) await this.open(await factsOf(this.wish.item));
    else {
      const [{ name, title }] = (await builtins).filter(({ group }) => group === "groove");
      const facts = await factsOf(name);
      this.wish.chart(name, title, facts?.bpm ?? null, facts?.lines ?? []);
      await this.open(facts);
    }
    await this.render();
  }
  private async open(facts: ChartFacts | undefined): Promise<void> {
    this.lines = facts?.lines ?? kLines;
    this.score.hidden = !facts;
    if (facts) this.score.replaceChildren(await notation(900));
  }

  private async render(): Promise<void> {
    const { wish } = this;
    const title = words({ value: wish.title, maxlength: "120" });
    title.addEventListener("change", () => {
      wish.write(title.value);
      title.value = wish.title;
    });
    const chart = await chartToAssign(
      wish.item,
      this.charts,
      async (chosen) => {
        wish.bars = 0;
        wish.chart(chosen.item, chosen.title, chosen.facts?.bpm ?? null, chosen.facts?.lines ?? kLines);
        await this.open(chosen.facts);
        await this.render();
      },
      (error) => (this.said.textContent = wordsOf(error)),
    );
    const tempo = number(wish.bpm, { low: 20, high: 400 }, (bpm) => {
      wish.tempo(bpm);
      title.value = wish.title;
    });
    this.first.replaceChildren(
      chart,
      field("Tempo, BPM", tempo),
      field(
        "Due",
        moment(wish.due, (at) => (wish.due = at)),
      ),
      field(
        "Passed by",
        choice(
          [
            ...kRules.map(([id, text]): [string, string] => [id, text]),
            ...(ruleId(wish.pass) ? [] : ([["", "another rule"]] as [string, string][])),
          ],
          ruleId(wish.pass),
          (id) => {
            const rule = kRules.find(([one]) => one === id)?.[2];
            if (rule) wish.pass = { ...rule, need_shown: wish.pass.need_shown };
          },
        ),
      ),
      field("Title", title),
    );
    this.drawDemands();
    this.drawMore();
  }

  private drawDemands(): void {
    const { wish } = this;
    const row = (demand: Demand) => {
      const { label, hint, line, kind } = kindFacts(demand.kind);
      const named = `${line ? `${lineName(demand.line)} ` : ""}${label}`;
      const value = bound(demand.bound, demand.kind, (value) => (demand.bound = value));
      value.setAttribute("aria-label", `${named}: ${hint}`);
      return h(
        "li",
        {},
        h("b", {}, label),
        line &&
          h(
            "span",
            { class: "of" },
            ((): HTMLElement => {
              const lines = this.lines.map(({ id, text }): [string, string] => [id, text]);
              const select = choice(lines, demand.line ?? lines[0][0], (id) => {
                demand.line = id;
                this.drawDemands();
              });
              select.setAttribute("aria-label", `${label}: of`);
              return select;
            })(),
          ),
        value,
        h("span", { class: "soft" }, kind === "spread_norm" ? `${hint} (${this.letters})` : hint),
        h(
          "button",
          {
            type: "button",
            class: "quiet",
            "aria-label": `Leave out: ${named}`,
            onclick: () => {
              wish.drop(demand);
              this.drawDemands();
            },
          },
          "Leave out",
        ),
      );
    };
    const select = h(
      "select",
      {
        "aria-label": "Ask for something more",
        onchange: () => {
          if (!select.value) return;
          wish.add(select.value as Kind, this.lines[0]?.id ?? "hat");
          this.drawDemands();
        },
      },
      h("option", { value: "" }, "Ask for something more"),
      ...kKinds.filter(({ ofTake }) => ofTake).map(({ kind, label }) => h("option", { value: kind }, label)),
    );
    this.demands.replaceChildren(...wish.demands.map(row), h("li", { class: "add" }, select));
  }

  private drawMore(): void {
    const { wish } = this;
    const attempts = h("input", {
      type: "number",
      inputmode: "numeric",
      min: 1,
      max: 1000,
      placeholder: "as many as they like",
      value: wish.attempts === null ? "" : String(wish.attempts),
    });
    attempts.addEventListener("change", () => {
      const asked = Math.round(Number(attempts.value));
      wish.attempts = attempts.value && asked >= 1 ? Math.min(1000, asked) : null;
      attempts.value = wish.attempts === null ? "" : String(wish.attempts);
    });
    this.more.replaceChildren(
      field("Attempts", attempts),
      field(
        "After it was due",
        choice(
          [
            ["marked", "a take counts, and is marked late"],
            ["refused", "a take is kept and does not count"],
          ],
          wish.late,
          (late) => (wish.late = late),
        ),
      ),
      field(
        "Closes",
        moment(wish.closes, (at) => (wish.closes = at)),
        "nothing is handed in after that",
      ),
      field(
        "Played on",
        choice(
          [
            ["any", "microphone or e-kit"],
            ["midi", "e-kit (MIDI)"],
            ["audio", "microphone"],
          ],
          wish.source,
          (source) => (wish.source = source),
        ),
      ),
      field(
        "Sound",
        choice(
          [
            ["none", "is not sent"],
            ["teacher", "is kept until a teacher listened"],
            ["keep", "is kept for its days"],
          ],
          wish.sound,
          (sound) => (wish.sound = sound),
        ),
        "a microphone hears voices, too",
      ),
      field(
        "Students see results",
        choice(
          [
            ["now", "at once"],
            ["due", "when it was due"],
            ["by_hand", "when you show them"],
          ],
          wish.results,
          (results) => (wish.results = results),
        ),
      ),
      field(
        "Bars at least (0: enough to judge)",
        number(wish.bars, { low: 0, high: 512 }, (bars) => (wish.bars = bars)),
      ),
      h(
        "div",
        { class: "toggles" },
        toggle("Only what is shown counts: the whole interval", wish.pass.need_shown === true, (value) => {
          wish.pass = { ...wish.pass, need_shown: value };
        }),
      ),
    );
  }
}

/** A new one, to a class. */
export async function assignView(id: string): Promise<View> {
  const klass = Number(id);
  const [{ title }, { charts }] = await Promise.all([school.oneClass(klass), school.charts()]);
  const wish = new Assigned();
  const view = new AssignView(wish, charts, `Assign to ${title}`, `class/${klass}`, "Assign", async () => {
    await school.assign(klass, wish.body());
    location.hash = `class/${klass}`;
  });
  await view.begin();
  return view;
}

/** One that is there, changed. */
export async function changeView(id: string): Promise<View> {
  const [before, { charts }] = await Promise.all([school.assignment(Number(id)), school.charts()]);
  const wish = Assigned.of(before);
  const back = `assignment/${before.id}`;
  const view = new AssignView(wish, charts, `Change ${before.title}`, back, "Change it", async () => {
    await school.change(before.id, before.edition, wish.body());
    location.hash = back;
  });
  await view.begin();
  return view;
}
