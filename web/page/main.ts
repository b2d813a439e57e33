// The page: one address a view, keys, files that are dropped, the worker for offline use.
import { bookView } from "./book_view.ts";
import { chairsView } from "./chairs_view.ts";
import { chartsView } from "./charts_view.ts";
import type { View } from "./dom.ts";
import { drillView } from "./drill_view.ts";
import { firstView } from "./first_view.ts";
import { limitView } from "./limit_view.ts";
import { belongs } from "./model/dropped.ts";
import { isPageKey } from "./model/keys.ts";
import { notice } from "./notice.ts";
import { ownPlayer, server } from "./server.ts";
import { setupView } from "./setup_view.ts";
import { keeper, kept, onOtherTab, recall, wish } from "./settings_store.ts";
import { choices, engineModule } from "./shared.ts";
import { sync } from "./sync.ts";
import { takes } from "./takes.ts";
import { takesView } from "./takes_view.ts";
import { takeView } from "./take_view.ts";
import { todayView } from "./today_view.ts";
import { wordsOf } from "./text.ts";

const main = document.querySelector("main")!;
let view: View | undefined;
let turn = 0;
let recovered = "";

const kViews: Record<string, (id: string) => Promise<View>> = {
  first: firstView,
  today: todayView,
  drill: drillView,
  limit: limitView,
  book: bookView,
  takes: () => takesView(recovered),
  take: takeView,
  charts: chartsView,
  chairs: chairsView,
  setup: setupView,
};

/** Who has played here before begins with the day. */
const home = (): string => (kept.visited ? "today" : "first");

async function show(): Promise<void> {
  const [asked, id] = location.hash.slice(1).split("/");
  const name = asked in kViews ? asked : home();
  const mine = ++turn;
  view?.leave?.();
  view = undefined;
  const under = name !== "take" ? name : id?.startsWith("book-") ? "book" : "takes";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${under}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  try {
    const made = await kViews[name](id);
    if (mine !== turn) {
      made.leave?.();
      return;
    }
    view = made;
    document.title = `${made.title} – firstchair`;
    main.replaceChildren(made.element);
    main.dataset.ready = name;
  } catch (error) {
    main.textContent = wordsOf(error);
  }
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

/** Whose takes these will be, where the book knows several players. */
async function whoPlays(): Promise<void> {
  const { players } = await server.players();
  if (players.length < 2 && ownPlayer() === undefined) return;
  const link = document.querySelector<HTMLAnchorElement>("nav .player")!;
  link.hidden = false;
  link.textContent = kept.player || players[0].name;
}

async function begin(): Promise<void> {
  const forgotten = recall(await choices);
  const own = ownPlayer();
  if (own !== undefined && own !== kept.player) keeper("player")(own);
  await takes.start(await engineModule);
  await show();
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
  void whoPlays().catch(() => undefined); // without the server the device's own name stands
}

if (lent()) await begin().catch((error: unknown) => (main.textContent = wordsOf(error)));
// A browser that was told to trust a certificate that nobody vouches for may refuse this: then it needs the server.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("sw.js").catch(() => undefined);
