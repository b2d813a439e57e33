// The bar of a school's pages: what whoever is logged in may look at, who that is, and takes on their way.
import { h } from "../dom.ts";
import { waitingText } from "../model/handing_model.ts";
import { fullName, pagesOf } from "../model/school_model.ts";
import { onSync } from "../sync.ts";
import { showWaiting } from "./handed_in.ts";
import { me, school } from "./school_server.ts";

let watching = false;

/** Asks who is logged in, and draws the bar for them. */
export async function schoolBar(then: () => void): Promise<void> {
  const who = await school.me();
  const pages = document.querySelector("nav .pages")!;
  pages.replaceChildren(...pagesOf(who).map(([page, words]) => h("a", { href: `#${page}` }, words)));
  const place = document.querySelector<HTMLElement>("nav .player")!;
  place.hidden = !who;
  place.replaceChildren(...(who ? [menu()] : []));
  const waiting = () => void showWaiting(waitingText).catch(() => undefined);
  if (!watching) {
    watching = true;
    onSync(waiting);
    addEventListener("hashchange", waiting);
  }
  waiting();
  then();
}

function menu(): HTMLElement {
  const who = me()!;
  const summary = h("summary", { title: who.school.name }, fullName(who.person));
  const out = async () => {
    await school.logout().catch(() => undefined);
    location.hash = "school";
    location.reload();
  };
  const element = h(
    "details",
    {},
    summary,
    h(
      "div",
      { class: "players" },
      h("p", {}, who.school.name),
      h("a", { class: "button", href: "#account", onclick: () => (element.open = false) }, "Account"),
      h("button", { type: "button", onclick: () => void out() }, "Log out"),
    ),
  );
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    element.open = false;
    summary.focus();
  });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !element.contains(relatedTarget as Node)) element.open = false;
  });
  return element;
}
