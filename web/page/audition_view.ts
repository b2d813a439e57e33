// One audition: who has played what, the one attempt, its receipt, and the sheet when everybody is seated. What is said
// comes from the server.
import { appealsView } from "./appeals_view.ts";
import { closeMicrophone } from "./audio.ts";
import { auditions } from "./chairs_server.ts";
import { AttemptRun, soundSaid, type Playing } from "./chairs_attempt.ts";
import { choice, field, h, onFullScreen, table, toggle, type View } from "./dom.ts";
import type { Audition, AuditionAttempt, AuditionPlayer } from "./generated/server_api.ts";
import type { Choices, News, Plan } from "./generated/told.ts";
import { openSound } from "./live.ts";
import { kept } from "./settings_store.ts";
import { choices, openChart } from "./shared.ts";
import { sheetOf } from "./sheet.ts";
import { legend, Stage } from "./stage.ts";
import { fromBase64, wordsOf } from "./text.ts";

type Which = { player: string; excerpt: number; challenge?: number };

class AuditionView implements View, Playing {
  private readonly order = h("p", { class: "order small", role: "status", "aria-live": "polite" });
  private readonly receipt = h("div", { class: "receipt" });
  private readonly body = h("div", {});
  private readonly playing = h("div", { class: "drill" });
  private readonly stage: Stage;
  private readonly stopWatching = onFullScreen(() => undefined);
  private run: AttemptRun | undefined;
  private frame = 0;
  private closed = false;
  readonly title = "Chairs";
  readonly element: HTMLElement;
  private readonly away = () => void this.run?.leave();

  constructor(
    private told: Audition,
    words: Choices,
  ) {
    this.stage = new Stage(
      words,
      () => undefined,
      () => void this.run?.leave(),
    );
    this.playing.append(this.stage.score, this.stage.strip, legend(words));
    this.playing.hidden = true;
    this.element = h(
      "div",
      { class: "chairs" },
      h("p", { class: "how" }, h("a", { href: "#chairs" }, "All auditions")),
      h("h1", {}, told.title || `Audition ${told.id}`),
      this.order,
      this.receipt,
      this.playing,
      this.body,
    );
    addEventListener("pagehide", this.away);
  }

  async render(told: Audition = this.told): Promise<void> {
    this.told = told;
    const sheet = told.seated ? [await sheetOf(told.id)] : [];
    if (this.closed) return;
    this.body.replaceChildren(
      ...sheet,
      this.players(),
      ...this.challenges(),
      ...appealsView(told, (asked, words) => void this.change(asked, words)),
      ...this.directing(),
      h(
        "section",
        {},
        h("h2", {}, "How it stands"),
        ...told.told.map((line) => h("p", { class: "said" }, line)),
      ),
    );
  }

  private players(): HTMLElement {
    const { players, excerpts } = this.told;
    if (players.length === 0) return h("p", { class: "empty" }, "Nobody has entered yet.");
    const rows = players.map((player) => [
      h("th", { scope: "row" }, player.name ? `${player.player} (${player.name})` : player.player),
      ...player.excerpts.map((attempt, i) => h("td", {}, this.attempt(player, attempt, i + 1))),
    ]);
    const headings = excerpts.map(
      ({ title, bars, bpm }, i) => `${i + 1}. ${title || "untitled"}, ${bars} bars at ${bpm} BPM`,
    );
    return h(
      "section",
      {},
      h("h2", {}, "Attempts"),
      h(
        "p",
        { class: "how" },
        "One attempt at each excerpt, opened on record before its count-in. Leaving it uses it up. Practice is on no record.",
      ),
      h("div", { class: "scroll", tabindex: "0" }, table(["Player", ...headings], rows)),
    );
  }
  private attempt(player: AuditionPlayer, attempt: AuditionAttempt, excerpt: number): HTMLElement {
    const which = { player: player.player, excerpt };
    const press = (words: string, then: () => void) =>
      h(
        "button",
        { type: "button", onclick: then, "aria-label": `${words}: ${player.player}, excerpt ${excerpt}` },
        words,
      );
    return h(
      "div",
      { class: "attempt" },
      h("span", {}, attempt.told),
      player.mine &&
        attempt.may &&
        h(
          "div",
          { class: "buttons" },
          press("Practise", () => void this.play(which, true)),
          press("Play", () => void this.ask(which)),
        ),
      player.mine && attempt.may_appeal && press("Appeal", () => this.appealing(which)),
    );
  }
  /** The last word before the attempt is opened. */
  private ask(which: Which): void {
    this.order.textContent = `${which.player}, excerpt ${which.excerpt}: the attempt is opened now, and there is no second one.`;
    this.receipt.replaceChildren(
      h(
        "div",
        { class: "buttons" },
        h(
          "button",
          { type: "button", class: "start", onclick: () => void this.play(which, false) },
          "Open the attempt",
        ),
        h("button", { type: "button", onclick: () => this.say([]) }, "Not yet"),
      ),
    );
    this.receipt.querySelector("button")?.focus();
  }

  private async play(which: Which, practice: boolean): Promise<void> {
    if (this.run) return;
    try {
      this.say(["Opening sound."]);
      if ((kept.input === "midi") !== (this.told.source === "midi"))
        throw new Error(
          this.told.source === "midi"
            ? "This audition is played on e-kits. Choose the e-kit in Drill, then come back."
            : "This audition is played before a microphone. Choose the microphone in Drill, then come back.",
        );
      // The sound first: one that cannot be opened costs no attempt.
      const sound = await openSound();
      const opened = await auditions.open(this.told.id, { ...which, practice, ...soundSaid(sound) });
      await openChart(fromBase64(opened.chart));
      this.say([opened.told]);
      document.body.classList.add("playing");
      this.playing.hidden = false;
      this.body.hidden = true;
      this.run = await AttemptRun.begin(this.told.id, opened, sound, this);
      this.frame = requestAnimationFrame(() => this.move());
    } catch (error) {
      this.rest();
      this.say([wordsOf(error)]);
      await this.again();
    }
  }
  planned(plan: Plan, settings: Uint8Array): void {
    void this.stage.begin({ plan, settings, delay: 0 });
  }
  /** Practice shows what became of every note; an attempt shows where it is. */
  news(told: News): void {
    if (this.run?.practice) this.stage.news(told);
  }
  over(told: string[]): void {
    this.rest();
    this.say(told);
    void this.again();
  }
  failed(words: unknown): void {
    this.over([wordsOf(words)]);
  }

  private say([first = "", ...more]: string[]): void {
    this.order.textContent = first;
    this.receipt.replaceChildren(...more.map((line) => h("p", {}, line)));
  }
  private async again(): Promise<void> {
    await auditions.one(this.told.id).then(
      (told) => this.render(told),
      () => undefined,
    );
  }
  private rest(): void {
    cancelAnimationFrame(this.frame);
    this.run = undefined;
    document.body.classList.remove("playing");
    this.playing.hidden = true;
    this.body.hidden = false;
    void this.stage.rest();
    closeMicrophone();
  }
  private move(): void {
    this.frame = requestAnimationFrame(() => this.move());
    const at = this.run?.heardNow() ?? NaN;
    if (!Number.isNaN(at)) this.stage.move(at, this.run!.opened.count_in);
  }

  /** Asks the server, shows what stands then. */
  private async change(asked: Promise<Audition>, words = ""): Promise<void> {
    try {
      await this.render(await asked);
      this.say([words]);
    } catch (error) {
      this.say([wordsOf(error)]);
    }
  }

  private appealing({ player, excerpt }: Which): void {
    const text = h("textarea", { rows: "3", maxlength: "2000", "aria-label": "Why" });
    this.order.textContent = `An appeal of ${player}, excerpt ${excerpt}: what happened?`;
    this.receipt.replaceChildren(
      text,
      h(
        "div",
        { class: "buttons" },
        h(
          "button",
          {
            type: "button",
            onclick: () =>
              void this.change(
                auditions.appeal(this.told.id, { player, excerpt, text: text.value.trim() }),
                "The appeal is on record.",
              ),
          },
          "Appeal",
        ),
        h("button", { type: "button", onclick: () => this.say([]) }, "Not now"),
      ),
    );
    text.focus();
  }
  private challenges(): HTMLElement[] {
    const { seated, players, challenges, id } = this.told;
    if (!seated || players.length < 2) return [];
    const ids = players.map(({ player }): [string, string] => [player, player]);
    let [holder, challenger] = [ids[0][0], ids[1][0]];
    const mine = (player: string) => players.some((one) => one.player === player && one.mine);
    const rows = challenges.flatMap(({ holder: h1, challenger: c1, open, ...rounds }, i) => {
      if (!open) return [];
      const halves: [string, number][] = [
        [h1, rounds.holder_round],
        [c1, rounds.challenger_round],
      ];
      return halves
        .filter(([player, round]) => round > 0 && mine(player))
        .map(([player, round]) =>
          h(
            "button",
            {
              type: "button",
              onclick: () => void this.ask({ player, excerpt: 1, challenge: i + 1 }),
            },
            `${player} plays round ${round}`,
          ),
        );
    });
    return [
      h(
        "section",
        {},
        h("h2", {}, "Challenges"),
        h(
          "p",
          { class: "how" },
          "For the next chair up. Both play, at most three rounds; the holder keeps the chair unless the contrary is shown.",
        ),
        h("div", { class: "buttons" }, ...rows),
        h(
          "div",
          { class: "controls first" },
          field(
            "Holder",
            choice(ids, holder, (player) => (holder = player)),
          ),
          field(
            "Challenger",
            choice(ids, challenger, (player) => (challenger = player)),
          ),
        ),
        h(
          "div",
          { class: "buttons" },
          h(
            "button",
            {
              type: "button",
              onclick: () =>
                void this.change(auditions.challenge(id, holder, challenger), "The challenge is on record."),
            },
            "Challenge",
          ),
        ),
      ),
    ];
  }

  private directing(): HTMLElement[] {
    const { id, directs, seated, revealed, cancelled, players } = this.told;
    if (!directs || revealed || cancelled) return [];
    const reason = h("input", { type: "text", maxlength: "2000", autocomplete: "off" });
    const name = h("input", { type: "text", maxlength: "64", autocomplete: "off" });
    let agrees = false;
    const enter = async () => {
      try {
        const { told } = await auditions.enter(id, name.value.trim(), agrees);
        await this.again();
        this.say(told);
      } catch (error) {
        this.say([wordsOf(error)]);
      }
    };
    const press = (words: string, then: () => void) => h("button", { type: "button", onclick: then }, words);
    return [
      h(
        "section",
        {},
        h("h2", {}, "Direct it"),
        !seated &&
          h(
            "div",
            { class: "controls first" },
            field("Name of somebody who enters", name, "it lies beside the record, not in it"),
            h(
              "div",
              { class: "toggles" },
              toggle("The name may be told at the end", agrees, (value) => (agrees = value)),
            ),
          ),
        h(
          "div",
          { class: "buttons" },
          !seated && press("Enter", () => void enter()),
          players.length > 1 &&
            press(
              seated ? "Seat again" : "Seat everybody",
              () => void this.change(auditions.seat(id), "Seated."),
            ),
          seated &&
            press(
              "Tell the names",
              () => void this.change(auditions.reveal(id), "The names of those who agreed are on record."),
            ),
        ),
        h(
          "div",
          { class: "controls" },
          field("Why it is cancelled, if it is", reason, "nothing more is taken then; the record stays"),
        ),
        h(
          "div",
          { class: "buttons" },
          press(
            "Cancel this audition",
            () => void this.change(auditions.cancel(id, reason.value.trim()), "Cancelled."),
          ),
        ),
      ),
    ];
  }

  leave(): void {
    this.closed = true;
    removeEventListener("pagehide", this.away);
    void this.run?.leave();
    cancelAnimationFrame(this.frame);
    this.stage.leave();
    this.stopWatching();
    document.body.classList.remove("playing");
    if (!this.run) closeMicrophone();
  }
}

export async function auditionView(id: number): Promise<View> {
  const [told, words] = await Promise.all([auditions.one(id), choices]);
  const view = new AuditionView(told, words);
  await view.render();
  return view;
}
