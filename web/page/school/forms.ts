// What the school's pages share: a form that says what was refused, a heading with what can be done.
import { h } from "../dom.ts";
import { wordsOf } from "../text.ts";

/** A line that is read out when it changes. */
export const saying = (): HTMLElement => h("p", { class: "said", role: "status", "aria-live": "polite" });

/** Its button does `act`, once at a time; what is refused stands below. */
export function form(
  fields: (Node | false)[],
  words: string,
  act: () => Promise<string | void>,
  more: Record<string, unknown> = {},
): HTMLFormElement {
  const said = saying();
  const button = h("button", { type: "submit", class: "start" }, words);
  const element = h(
    "form",
    {
      ...more,
      onsubmit: (event: Event) => {
        event.preventDefault();
        if (!button.disabled) void send();
      },
    },
    h("div", { class: "controls first" }, ...fields),
    h("div", { class: "buttons" }, button),
    said,
  );
  async function send(): Promise<void> {
    button.disabled = true;
    said.textContent = "";
    try {
      said.textContent = (await act()) ?? "";
    } catch (error) {
      said.textContent = wordsOf(error);
    } finally {
      button.disabled = false;
    }
  }
  return element;
}

export const words = (more: Record<string, unknown> = {}): HTMLInputElement =>
  h("input", { type: "text", autocomplete: "off", spellcheck: "false", ...more });
export const secret = (autocomplete: string): HTMLInputElement =>
  h("input", { type: "password", autocomplete, required: true });

/** A button that asks `then`, and says beside itself what was refused. */
export function press(text: string, then: () => unknown, more: Record<string, unknown> = {}): HTMLElement {
  const said = h("span", { class: "soft", role: "status", "aria-live": "polite" });
  const button: HTMLButtonElement = h(
    "button",
    {
      type: "button",
      ...more,
      onclick: () => {
        button.disabled = true;
        said.textContent = "";
        Promise.resolve()
          .then(then)
          .catch((error: unknown) => (said.textContent = wordsOf(error)))
          .finally(() => (button.disabled = false));
      },
    },
    text,
  );
  return h("span", { class: "press" }, button, said);
}

/** Looks every so often, until `look` says that it is done or the element is no longer shown. */
export function whileShown(element: HTMLElement, everyMs: number, look: () => Promise<boolean>): void {
  const later = () =>
    setTimeout(() => {
      if (!element.isConnected) return;
      void look().then((done) => done || later(), later);
    }, everyMs);
  later();
}

/** A link to share, with a button that copies it. */
export function shared(link: string): HTMLElement {
  const box = h("input", { type: "text", readonly: true, value: link, "aria-label": "Link to share" });
  const said = h("span", { class: "soft", role: "status", "aria-live": "polite" });
  const copy = async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "The link is chosen: copy it.";
    }
  };
  return h(
    "div",
    { class: "shared" },
    box,
    h("button", { type: "button", onclick: () => void copy() }, "Copy"),
    said,
  );
}
