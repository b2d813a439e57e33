// A take that was handed in: its notes and lanes, its sound, and comments that lie on a bar and a beat.
import { field, h, type View } from "../dom.ts";
import type { Assignment, Comment, Submission } from "../generated/school_api.ts";
import type { Take } from "../generated/take.ts";
import { barHeard, beatAt, inOrder, ofBar, placeText } from "../model/comment_model.ts";
import { fullName, momentText, roleIn } from "../model/school_model.ts";
import { TakePlayer } from "../take_player.ts";
import { report } from "../take_view.ts";
import { pinComments } from "./comment_pins.ts";
import { form, press, words } from "./forms.ts";
import { me, school } from "./school_server.ts";
import { answerRow } from "./standing.ts";

class SubmissionView implements View {
  title = "Take";
  readonly element = h("div", { class: "school take submission" });
  private readonly list = h("ol", { class: "comments" });
  private readonly now = h("p", { class: "comment-now", "aria-live": "off" });
  private readonly writing = h("section", { class: "writing" });
  private readonly bar = words({ inputmode: "numeric", size: "4", "aria-label": "Bar" });
  private readonly beat = words({ inputmode: "decimal", size: "4", "aria-label": "Beat" });
  private comments: Comment[] = [];
  private player: TakePlayer | undefined;
  private body: HTMLElement = h("div", {});
  private heard: number | undefined;
  private beats: number[] = []; // of every bar

  constructor(
    private readonly one: Submission,
    private readonly assignment: Assignment,
    private readonly who: string,
  ) {}

  private get teaches(): boolean {
    const role = roleIn(me()!, this.assignment.class);
    return this.one.person !== me()!.person.id && (role === "teacher" || role === "assistant");
  }
  private get admin(): boolean {
    return ["owner", "admin"].includes(roleIn(me()!, this.assignment.class) ?? "");
  }

  async render(): Promise<void> {
    const { one, assignment } = this;
    const own = one.person === me()!.person.id;
    const taken = one.state === "heard" || one.state === "taken_out" ? await school.take(one.id) : undefined;
    const back = own ? `work/${assignment.id}` : `student/${assignment.id}/${one.person}`;
    const head = [
      h("p", { class: "how" }, h("a", { href: `#${back}` }, assignment.title)),
      h("h1", {}, own ? assignment.title : this.who),
      h(
        "p",
        { class: "how" },
        [momentText(one.began_s), one.late && "late", one.state === "taken_out" && "taken out", one.why]
          .filter(Boolean)
          .join(" · "),
      ),
      one.answers.length > 0 && h("ul", { class: "answers" }, ...one.answers.map(answerRow)),
    ].filter((part) => !!part);
    if (!taken) {
      this.element.replaceChildren(...head, h("p", { class: "empty" }, "It is not heard yet."));
      return;
    }
    const take = JSON.parse(taken.json) as Take;
    this.body = report(taken.html);
    const tools = h("div", { class: "tools" });
    const ready = (sound?: Blob) => {
      this.player?.leave();
      this.player = new TakePlayer(take, this.body, sound, (heard) => this.follow(heard));
      this.beats = this.player.bars.map(({ beats }) => beats.length);
      tools.replaceChildren(...this.player.tools(), this.player.said);
    };
    ready(one.sound && !this.admin ? await school.sound(one.id).catch(() => undefined) : undefined);
    const asAdmin =
      one.sound &&
      this.admin &&
      press("Listen to its sound", async () => {
        const reason = prompt("Why? The log keeps the reason, and the student is told.");
        if (reason?.trim()) ready(await school.sound(one.id, reason.trim()));
      });
    this.body.addEventListener("pointerup", (event) => this.pressed(event));
    const first = this.body.querySelector("section");
    const beside = h(
      "div",
      {},
      tools,
      asAdmin || "",
      this.now,
      h("h2", {}, "Comments"),
      this.list,
      this.writing,
    );
    if (first) first.after(beside);
    else this.body.prepend(beside);
    this.element.replaceChildren(...head, this.body);
    if (this.teaches) await this.drawWriting();
    await this.read();
    this.player?.mark();
  }

  private async read(): Promise<void> {
    this.comments = inOrder((await school.comments(this.one.id)).comments);
    pinComments(this.body, this.comments, this.player?.bars ?? []);
    this.list.replaceChildren(
      ...this.comments.map((one, i) => this.row(one, i)),
      ...(this.comments.length === 0 ? [h("li", { class: "soft none" }, "There is none yet.")] : []),
    );
  }
  private row(one: Comment, i: number): HTMLElement {
    const mine = one.by === me()!.person.id;
    const listen = () => {
      const at = this.player?.bars.findIndex(({ number }) => number === one.bar) ?? -1;
      if (at < 0 || !this.player) return;
      this.player.chosen = [at, at];
      this.player.mark();
      void this.player.listen();
    };
    return h(
      "li",
      { "data-comment": String(i + 1) },
      one.bar > 0
        ? h("button", { type: "button", class: "quiet place", onclick: listen }, placeText(one))
        : h("span", { class: "place" }, placeText(one)),
      h("span", { class: "words" }, one.text),
      h(
        "small",
        {},
        `${one.by_name}, ${momentText(one.at_s)}${one.edited_s === null ? "" : `, changed ${momentText(one.edited_s)}`}`,
      ),
      mine &&
        press(
          "Change",
          async () => {
            const text = prompt("The comment:", one.text);
            if (text === null || !text.trim()) return;
            await school.changeComment(one.id, text.trim());
            await this.read();
          },
          { class: "quiet" },
        ),
      mine &&
        press(
          "Take it away",
          async () => {
            await school.dropComment(one.id);
            await this.read();
          },
          { class: "quiet" },
        ),
    );
  }

  /** What was said of the bar that is heard. */
  private follow(heard: number | undefined): void {
    const at = barHeard(this.player?.bars ?? [], heard);
    if (at === this.heard) return;
    this.heard = at;
    const bar = at === undefined ? undefined : this.player!.bars[at].number;
    const said = ofBar(this.comments, bar);
    this.now.textContent = said.map((one) => `${placeText(one)}: ${one.text}`).join(" · ");
    for (const row of this.list.querySelectorAll("[data-comment]")) {
      const one = this.comments[Number(row.getAttribute("data-comment")) - 1];
      row.classList.toggle("heard", bar !== undefined && one?.bar === bar);
    }
  }
  /** A press on a bar says where the next comment lies. */
  private pressed({ target, clientX }: PointerEvent): void {
    const rect = (target as Element).closest?.("[data-bar]");
    const at = Number(rect?.getAttribute("data-bar") ?? -1);
    const bar = this.player?.bars[at];
    if (!rect || !bar || !this.teaches) return;
    const { left, width } = rect.getBoundingClientRect();
    this.bar.value = String(bar.number);
    this.beat.value = String(beatAt((clientX - left) / width, this.beats[at]));
  }

  private async drawWriting(): Promise<void> {
    const text = h("textarea", { rows: "2", maxlength: "2000", "aria-label": "Comment" });
    const phrases = h("div", { class: "chips" });
    let own: string[] = (await school.phrases().catch(() => ({ phrases: [] }))).phrases;
    const draw = () =>
      phrases.replaceChildren(
        ...own.map((phrase) =>
          h(
            "button",
            { type: "button", onclick: () => (text.value = `${text.value} ${phrase}`.trim()) },
            phrase,
          ),
        ),
      );
    draw();
    this.writing.replaceChildren(
      form(
        [
          field("Bar", this.bar, "press it in the notes"),
          field("Beat", this.beat),
          h("div", { class: "field wide" }, h("span", {}, "Comment"), text, phrases),
        ],
        "Pin it",
        async () => {
          if (!text.value.trim()) return "Write something first.";
          const [bar, beat] = [Number(this.bar.value || 0), Number(this.beat.value.replace(",", ".") || 0)];
          await school.comment(this.one.id, { bar, beat, text: text.value.trim() });
          text.value = "";
          await this.read();
          return `Pinned to ${placeText({ bar, beat }).toLowerCase()}.`;
        },
      ),
      press(
        "Keep these words as a phrase",
        async () => {
          const phrase = text.value.trim();
          if (!phrase || own.includes(phrase)) return;
          own = (await school.keepPhrases([...own, phrase])).phrases;
          draw();
        },
        { class: "quiet" },
      ),
    );
  }

  leave(): void {
    this.player?.leave();
  }
  key(event: KeyboardEvent): boolean {
    return event.key === " " && (this.player?.press() ?? false);
  }
}

export async function submissionView(id: string): Promise<View> {
  const one = await school.submission(Number(id));
  const assignment = await school.assignment(one.assignment);
  const own = one.person === me()?.person.id;
  const students = own ? [] : (await school.gradebook(assignment.class)).students;
  const who = students.find(({ person }) => person === one.person);
  const view = new SubmissionView(one, assignment, who ? fullName(who) : "Take");
  await view.render();
  return view;
}
