// A film that firstchair cut made: its pictures, its cuts under the strokes, and how well its cameras lie on one clock.
// A cut that is moved goes to a stroke; then the film is rendered again.
import { choice, field, h, svg, type View } from "./dom.ts";
import { FilmStrip } from "./film_strip.ts";
import type { Film, FilmCamera } from "./generated/server_api.ts";
import { reachOf } from "./model/film_model.ts";
import { server } from "./server.ts";
import { wordsOf } from "./text.ts";

const kEvery = 1000; // ms between two questions how far the rendering is
const kDots = { width: 720, height: 96, left: 64 };

/** How far single strokes lie from a camera's line. */
function residualsOf(camera: FilmCamera, film: Film): Element {
  if (camera.residuals.length === 0) return h("p", { class: "soft" }, "No strokes of it were compared.");
  const reach = reachOf(camera);
  const { width, height, left } = kDots;
  const on = camera.residuals.filter(({ on_line }) => on_line).length;
  const picture = svg("svg", {
    class: "residuals",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `${camera.residuals.length} places that were compared, ${on} of them on the line, within ${reach} ms`,
  });
  const y = (ms: number) => height / 2 - (Math.max(-reach, Math.min(reach, ms)) / reach) * (height / 2 - 10);
  const x = (at: number) =>
    left + ((at - film.from_s) / Math.max(film.to_s - film.from_s, 0.1)) * (width - left - 8);
  for (const ms of [-reach, 0, reach]) {
    picture.append(svg("line", { class: "grid", x1: left, x2: width, y1: y(ms), y2: y(ms) }));
    const label = svg("text", { x: left - 6, y: y(ms) + 4, "text-anchor": "end" });
    label.textContent = `${ms > 0 ? "+" : ms < 0 ? "−" : ""}${Math.abs(ms)} ms`;
    picture.append(label);
  }
  for (const { at_s, off_ms, on_line } of camera.residuals) {
    const [cx, cy] = [x(at_s).toFixed(1), y(off_ms).toFixed(1)];
    picture.append(
      on_line
        ? svg("circle", { class: "on-line", cx, cy, r: 2.2 })
        : svg("path", { class: "off-line", d: `M${cx} ${cy}m-2.5-2.5l5 5m0-5l-5 5` }),
    );
  }
  return picture;
}

class FilmView implements View {
  private readonly video = h("video", { controls: true, "aria-label": "The film", playsinline: true });
  private readonly said = h("p", { class: "said", role: "status", "aria-live": "polite" });
  private readonly old = h("p", { class: "soft" }); // files that are of other cuts
  private readonly about = h("p", { class: "shot-words" });
  private readonly figures = h("p", { class: "soft" });
  private readonly cameras = h("div", { class: "film-cameras" });
  private readonly again = h("button", { type: "button", onclick: () => void this.render() }, "Render again");
  private readonly bar = h("progress", { max: "1", "aria-label": "Rendering", hidden: true });
  private readonly strip = new FilmStrip({
    move: (cut, at) => void this.move(cut, at),
    seek: (at) => this.seek(at),
    chosen: (cut) => this.tell(cut),
  });
  private shown = ""; // the film.mp4 that is in the video
  private url = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private left = false;
  readonly title = "Film";
  readonly element: HTMLElement;

  constructor(private film: Film) {
    const step = (way: number) => () => this.strip.choose(this.strip.chosen + way || 1);
    this.element = h(
      "div",
      { class: "film" },
      h("h1", {}, film.title || "Film"),
      this.figures,
      this.video,
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", class: "quiet", onclick: step(-1) }, "Cut before"),
        h("button", { type: "button", class: "quiet", onclick: step(1) }, "Next cut"),
        field(
          "Strip",
          choice(
            [
              ["1", "whole film"],
              ["4", "4 times closer"],
              ["16", "16 times closer"],
            ],
            "1",
            (closer) => this.strip.zoom(Number(closer)),
          ),
        ),
        this.again,
        this.bar,
      ),
      this.strip.element,
      this.about,
      this.said,
      this.old,
      h("h2", {}, "Cameras"),
      this.cameras,
    );
    this.video.addEventListener("timeupdate", () => this.strip.at(this.film.from_s + this.video.currentTime));
    this.show(film);
  }
  leave(): void {
    this.left = true;
    clearTimeout(this.timer);
    this.strip.leave();
    this.video.pause();
    if (this.url) URL.revokeObjectURL(this.url);
  }

  private show(film: Film): void {
    this.film = film;
    this.strip.show(film);
    this.figures.textContent = `${film.words.join("; ")}.`;
    this.tell(this.strip.chosen);
    const rendering = film.state === "rendering";
    this.again.disabled = rendering;
    this.bar.hidden = !rendering;
    this.bar.value = film.done;
    this.said.textContent = rendering
      ? "It is being rendered. The film that was there stays until the new one is whole."
      : film.state === "failed"
        ? film.error
        : film.state === "changed"
          ? film.video
            ? "Cuts were moved. The film above is the one before; render it again."
            : "It is not rendered yet."
          : "";
    this.old.textContent = film.old.map((line) => `${line}.`).join(" ");
    this.cameras.replaceChildren(
      ...film.cameras.map((camera) =>
        h(
          "section",
          {},
          h("h3", {}, camera.name),
          h("p", { class: "soft" }, `${camera.words.join("; ")}.`),
          residualsOf(camera, film),
        ),
      ),
    );
    if (rendering) this.ask();
    else if (film.video !== this.shown) void this.load(film.video);
  }
  private ask(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.left) void this.told(server.film());
    }, kEvery);
  }
  /** What the server answers to a wish. */
  private async told(wish: Promise<Film>): Promise<void> {
    try {
      const film = await wish;
      if (!this.left) this.show(film);
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }
  private async move(cut: number, at: number): Promise<void> {
    await this.told(server.moveCut(cut, at));
    this.strip.choose(cut);
  }
  private async render(): Promise<void> {
    await this.told(server.renderFilm());
  }
  private async load(video: string): Promise<void> {
    this.shown = video;
    if (!video) return;
    try {
      const blob = await server.filmVideo();
      if (this.left) return;
      const at = this.video.currentTime;
      if (this.url) URL.revokeObjectURL(this.url);
      this.url = URL.createObjectURL(blob);
      this.video.src = this.url;
      this.video.currentTime = at;
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }
  private seek(at: number): void {
    this.video.currentTime = Math.max(0, at - this.film.from_s);
    this.strip.at(at);
    this.tell(this.strip.shotAt(at));
  }
  private tell(shot: number): void {
    this.about.textContent = this.film.shots[shot]?.words ?? "";
  }
}

export async function filmView(): Promise<View> {
  return new FilmView(await server.film());
}
