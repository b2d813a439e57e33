// The page: one address a view, keys, files that are dropped, the worker for offline use.
import type { View } from "./dom.ts";
import { belongs } from "./model/dropped.ts";
import { isPageKey } from "./model/keys.ts";
import { notice } from "./notice.ts";
import { whoPlays } from "./players.ts";
import { ownPlayer, server } from "./server.ts";
import { keeper, kept, nothingKept, onOtherTab, recall, recalled, wish } from "./settings_store.ts";
import { choices, earWeights, engineModule } from "./shared.ts";
import { schoolBar } from "./school/school_bar.ts";
import { inSchool, LogIn } from "./school/school_server.ts";
import { pageOf, schoolViews, type Views } from "./school/school_views.ts";
import { sync } from "./sync.ts";
import { takes } from "./takes.ts";
import { wordsOf } from "./text.ts";

const main = document.querySelector("main")!;
let view: View | undefined;
let turn = 0;
let recovered = "";

// Each is loaded when it is looked at first.
const kViews: Views = {
  first: async () => (await import("./first_view.ts")).firstView,
  today: async () => (await import("./today_view.ts")).todayView,
  drill: async () => (await import("./drill_view.ts")).drillView,
  limit: async () => (await import("./limit_view.ts")).limitView,
  band: async () => (await import("./band_view.ts")).bandView,
  book: async () => (await import("./book_view.ts")).bookView,
  takes: async () => {
    const { takesView } = await import("./takes_view.ts");
    return () => takesView(recovered);
  },
  take: async () => (await import("./take_view.ts")).takeView,
  charts: async () => (await import("./charts_view.ts")).chartsView,
  chairs: async () => (await import("./chairs_view.ts")).chairsView,
  film: async () => (await import("./film_view.ts")).filmView,
  setup: async () => (await import("./setup_view.ts")).setupView,
};
// What a book's server has none of, a school has, and the other way round.
if (inSchool) {
  for (const name of ["first", "today", "band", "book", "chairs", "film"]) delete kViews[name];
  Object.assign(kViews, schoolViews);
}
async function loaded(name: string): Promise<(id: string) => Promise<View>> {
  try {
    return await kViews[name]();
  } catch {
    throw new Error("A part of this page could not be loaded, or there is a newer one. Load it again.");
  }
}

/** Who has played here before begins with the day. */
const home = (): string => (inSchool ? "school" : kept.visited ? "today" : "first");

const asked = (otherwise: () => string): string => {
  const [name] = location.hash.slice(1).split("/");
  return name in kViews ? name : otherwise();
};

async function show(): Promise<void> {
  const [, ...rest] = location.hash.slice(1).split("/");
  const id = rest.join("/");
  const name = asked(home);
  const mine = ++turn;
  view?.leave?.();
  view = undefined;
  const under = inSchool ? pageOf(name) : name !== "take" ? name : id.startsWith("book-") ? "book" : "takes";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${under}`) {
      link.setAttribute("aria-current", "page");
      // On a phone the pages' names are one line that is wider than the window.
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else link.removeAttribute("aria-current");
  }
  try {
    const make = await loaded(name);
    if (name !== "first") await recalled;
    const made = await make(id);
    if (mine !== turn) {
      made.leave?.();
      return;
    }
    view = made;
    document.title = `${made.title} – firstchair`;
    main.replaceChildren(made.element);
    main.dataset.ready = name;
  } catch (error) {
    if (error instanceof LogIn) {
      if (mine === turn) await askWho(error.message);
      return;
    }
    main.textContent = wordsOf(error);
  }
}
/** The session is over, or there was none: whoever logs in is where they wanted to go. */
async function askWho(why: string): Promise<void> {
  const { loginView } = await import("./school/login_view.ts");
  const again = () => void schoolBar(() => void show()).then(() => void sync());
  const { title, element } = await loginView(() => void again(), why);
  document.title = `${title} – firstchair`;
  main.replaceChildren(element);
  main.dataset.ready = "login";
}

addEventListener("hashchange", () => void show());
let byPointer = false;
addEventListener("pointerdown", () => (byPointer = true), { capture: true });
addEventListener("keydown", (event) => {
  const at = event.target as HTMLElement;
  if (event.key === "Tab") byPointer = false;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (at instanceof HTMLInputElement && event.key === "Enter") at.blur(); // what was typed counts
  if (!isPageKey(event.key, { tag: at.tagName, type: (at as HTMLInputElement).type, byPointer })) return;
  if (!view?.key?.(event)) return;
  event.preventDefault();
  if (byPointer && event.key === " ") at.blur(); // or the key's release presses it
});

function dragged(event: DragEvent): void {
  event.preventDefault();
  document.body.classList.toggle("dropping", event.type === "dragover");
}
document.addEventListener("dragover", dragged);
document.addEventListener("dragleave", dragged);
document.addEventListener("drop", (event) => {
  dragged(event);
  const file = event.dataTransfer?.files[0];
  if (!file || document.body.classList.contains("playing")) return;
  const place = belongs(file, main.dataset.ready ?? "");
  if ("why" in place) {
    notice(place.why);
    return;
  }
  wish.file = file;
  if (location.hash === `#${place.to}`) void show();
  else location.hash = place.to;
});

/** Over plain http from another machine a browser lends nothing that this page needs. */
function lent(): boolean {
  if (isSecureContext && navigator.mediaDevices && navigator.storage) return true;
  main.textContent =
    "This page was opened over plain http from another machine. A browser gives no microphone, no MIDI and no storage " +
    "there. Open it on the machine that runs firstchair, by the address that firstchair shows. Or have firstchair serve " +
    "it over HTTPS there: it then shows a code to scan with this device.";
  main.dataset.ready = "plain";
  document.documentElement.dataset.started = "no";
  return false;
}

/** All views and the ear, so that each is there at once and without the server, too. */
const loadTheRest = (): void =>
  void Promise.all([earWeights(), ...Object.values(kViews).map((load) => load())]).catch(() => undefined);

async function begin(): Promise<void> {
  void loaded(asked(home)).catch(() => undefined); // while the engine is on its way
  // Who comes for the first time reads the first card while the engine is on its way.
  const early = nothingKept() && asked(home) === "first" ? show() : undefined;
  const forgotten = recall(await choices);
  const own = ownPlayer();
  if (own !== undefined && own !== kept.player) keeper("player")(own);
  const ready = takes.start(await engineModule);
  if (inSchool) await schoolBar(() => undefined);
  await (early ?? show());
  await ready;
  if (forgotten) notice(forgotten);
  const found = await takes.recover();
  if (found > 0) {
    recovered =
      found === 1
        ? "1 take that was cut off is judged up to there."
        : `${found} takes that were cut off are judged up to there.`;
    notice(recovered, "#takes");
  }
  document.documentElement.dataset.started = "yes";
  onOtherTab(() => {
    if (!document.body.classList.contains("playing") && document.hidden) void show();
  });
  void sync();
  setTimeout(loadTheRest); // behind whatever the view still asks for
  if (inSchool) return;
  void server
    .showsFilm()
    .then((there) => (document.querySelector<HTMLElement>("nav a[href='#film']")!.hidden = !there))
    .catch(() => undefined);
  void whoPlays(() => void show()).catch(() => undefined); // without the server there is nobody to choose
}

if (lent()) await begin().catch((error: unknown) => (main.textContent = wordsOf(error)));
// A browser that was told to trust a certificate that nobody vouches for may refuse this: then it needs the server.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("sw.js").catch(() => undefined);
