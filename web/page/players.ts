// Who plays, on every page: the players of the book, one to choose, one more to add.
import { h } from "./dom.ts";
import { ownPlayer, server } from "./server.ts";
import { keeper, kept } from "./settings_store.ts";
import { wordsOf } from "./text.ts";

/** Fills the place beside the pages' names; `changed` is called when another one plays. */
export async function whoPlays(changed: () => void): Promise<void> {
  const place = document.querySelector<HTMLElement>("nav .player")!;
  const own = ownPlayer();
  if (own !== undefined) {
    place.hidden = false;
    place.replaceChildren(own);
    return;
  }
  const { players } = await server.players();
  draw(
    place,
    players.map(({ name }) => name),
    changed,
  );
}

function draw(place: HTMLElement, names: string[], changed: () => void): void {
  const now = names.includes(kept.player) ? kept.player : names[0];
  const summary = h("summary", { title: "Who plays" }, now);
  const said = h("p", { role: "status", "aria-live": "polite" });
  const name = h("input", {
    type: "text",
    autocomplete: "off",
    maxlength: 64,
    placeholder: "Another player",
    "aria-label": "Name of another player",
  });
  const choose = (one: string, all: string[]) => {
    keeper("player")(one);
    draw(place, all, changed);
    changed();
  };
  const add = async () => {
    const wanted = name.value.trim();
    if (!wanted) return;
    try {
      const { players } = await server.addPlayer(wanted);
      choose(
        wanted,
        players.map((one) => one.name),
      );
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  };
  const menu = h(
    "details",
    {},
    summary,
    h(
      "div",
      { class: "players" },
      ...names.map((one) =>
        h(
          "button",
          { type: "button", "aria-pressed": String(one === now), onclick: () => choose(one, names) },
          one,
        ),
      ),
      h(
        "form",
        {
          onsubmit: (event: Event) => {
            event.preventDefault();
            void add();
          },
        },
        name,
        h("button", { type: "submit" }, "Add a player"),
      ),
      said,
    ),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    summary.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget as Node)) menu.open = false;
  });
  place.hidden = false;
  place.replaceChildren(menu);
}
