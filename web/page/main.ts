// The page: one address a view, keys, the worker for offline use.
import { bookView } from "./book_view.ts";
import { chartsView } from "./charts_view.ts";
import type { View } from "./dom.ts";
import { drillView } from "./drill_view.ts";
import { limitView } from "./limit_view.ts";
import { setupView } from "./setup_view.ts";
import { recall } from "./settings_store.ts";
import { choices, engineModule } from "./shared.ts";
import { sync } from "./sync.ts";
import { takes } from "./takes.ts";
import { takesView, takeView } from "./take_view.ts";
import { todayView } from "./today_view.ts";
import { wordsOf } from "./text.ts";

const main = document.querySelector("main")!;
let view: View | undefined;
let turn = 0;
let recovered = "";

const kViews: Record<string, (id: string) => Promise<View>> = {
  today: todayView,
  drill: drillView,
  limit: limitView,
  book: bookView,
  takes: () => takesView(recovered),
  take: takeView,
  charts: chartsView,
  setup: setupView,
};

async function show(): Promise<void> {
  const [name, id] = location.hash.slice(1).split("/");
  const mine = ++turn;
  view?.leave?.();
  view = undefined;
  const under = name !== "take" ? name || "drill" : id?.startsWith("book-") ? "book" : "takes";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${under}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  try {
    const made = await (name in kViews ? kViews[name] : kViews.drill)(id);
    if (mine !== turn) {
      made.leave?.();
      return;
    }
    view = made;
    document.title = `${made.title} – firstchair`;
    main.replaceChildren(made.element);
    main.dataset.ready = name || "drill";
  } catch (error) {
    main.textContent = wordsOf(error);
  }
}

addEventListener("hashchange", () => void show());
addEventListener("keydown", (event) => {
  const at = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) return;
  if (event.key === " " && /^(BUTTON|A|SUMMARY)$/.test(at.tagName)) return;
  if (view?.key?.(event)) event.preventDefault();
});

recall(await choices);
await takes.start(await engineModule);
await show();
const found = await takes.recover();
if (found > 0) {
  recovered =
    found === 1
      ? "1 take that was cut off is judged up to there."
      : `${found} takes that were cut off are judged up to there.`;
  const notice = document.querySelector(".notice") as HTMLElement;
  notice.hidden = false;
  notice.querySelector("span")!.textContent = recovered;
}
document.documentElement.dataset.started = "yes";
void sync();
if ("serviceWorker" in navigator) void navigator.serviceWorker.register("sw.js");
