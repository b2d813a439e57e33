// The list of one's own charts: a press opens one, another takes it away.
import { h } from "./dom.ts";
import type { OwnChart } from "./model/library.ts";

export const ownCharts = (
  shown: OwnChart[],
  all: number,
  open: (id: string) => void,
  remove: (id: string) => void,
): HTMLElement[] => [
  h("h2", {}, "Yours"),
  ...(all === 0
    ? [
        h(
          "p",
          { class: "how" },
          "0 charts of your own. What is written, dropped or opened by a link is kept here.",
        ),
      ]
    : []),
  h(
    "ul",
    { class: "chips plain-list" },
    ...shown.map(({ id, title }) =>
      h(
        "li",
        {},
        h("button", { type: "button", value: id, onclick: () => open(id) }, title),
        h(
          "button",
          {
            type: "button",
            class: "quiet",
            "aria-label": `Delete ${title}`,
            onclick: () => {
              if (confirm(`Delete the chart ${title}?`)) remove(id);
            },
          },
          "Delete",
        ),
      ),
    ),
  ),
];
