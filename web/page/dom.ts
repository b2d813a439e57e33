// Elements without a framework.
type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;

/** h("button", {class: "big", onclick: f}, "Start") */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === false || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value as EventListener);
    else if (key === "value" || key === "checked") Object.assign(element, { [key]: value });
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** The same for a picture: svg("path", {d: "M0 0"}). */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** A labelled control: the label is its accessible name. */
export function field(label: string, control: HTMLElement, hint = ""): HTMLElement {
  return h("label", { class: "field" }, h("span", {}, label), control, hint && h("small", {}, hint));
}

export function number(
  value: number,
  { low, high }: { low: number; high: number },
  set: (value: number) => void,
): HTMLInputElement {
  const input = h("input", {
    type: "number",
    inputmode: "decimal",
    min: low,
    max: high,
    step: 1,
    value: String(value),
  });
  input.addEventListener("change", () => {
    const wish = Number(input.value);
    const fits = Number.isFinite(wish) ? Math.min(high, Math.max(low, wish)) : value;
    input.value = String(fits);
    set(fits);
  });
  return input;
}

export function text(value: string, set: (value: string) => void): HTMLInputElement {
  const input = h("input", { type: "text", autocomplete: "off", spellcheck: "false", value });
  input.addEventListener("change", () => set(input.value));
  return input;
}

export function choice<T extends string>(
  options: [T, string][],
  value: T,
  set: (value: T) => void,
): HTMLSelectElement {
  const select = h(
    "select",
    {},
    ...options.map(([id, words]) => h("option", { value: id, selected: id === value }, words)),
  );
  select.addEventListener("change", () => set(select.value as T));
  return select;
}

export function toggle(label: string, value: boolean, set: (value: boolean) => void): HTMLElement {
  const box = h("input", { type: "checkbox", checked: value });
  box.addEventListener("change", () => set(box.checked));
  return h("label", { class: "toggle" }, box, h("span", {}, label));
}

/** Rows of cells under their headings. */
export function table(headings: string[], rows: HTMLElement[][], caption = ""): HTMLTableElement {
  return h(
    "table",
    {},
    caption && h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...headings.map((word) => h("th", { scope: "col" }, word)))),
    h("tbody", {}, ...rows.map((cells) => h("tr", {}, ...cells))),
  );
}

export interface View {
  title: string;
  element: HTMLElement;
  /** Called when the page goes elsewhere. */
  leave?: () => void;
  key?: (event: KeyboardEvent) => boolean;
}

export function fullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
}
/** Two metres away: the stage's styles while the screen is full. Returns how to stop watching. */
export function onFullScreen(redraw: () => void): () => void {
  const changed = () => {
    document.body.classList.toggle("stage", document.fullscreenElement !== null);
    redraw();
  };
  document.addEventListener("fullscreenchange", changed);
  return () => document.removeEventListener("fullscreenchange", changed);
}

/** Calls with the bars, counted from 0, from one that is pressed to the one at which the pointer lets go. */
export function onBars(notation: HTMLElement, chosen: (from: number, to: number) => void): void {
  const barAt = ({ target }: Event) =>
    Number((target as Element).closest?.("[data-bar]")?.getAttribute("data-bar") ?? -1);
  let pressed = -1;
  notation.addEventListener("pointerdown", (event) => {
    pressed = barAt(event);
    if (pressed >= 0 && event.pointerType === "mouse") event.preventDefault(); // no text is chosen by it
  });
  notation.addEventListener("pointerup", (event) => {
    const bar = barAt(event);
    if (pressed >= 0 && bar >= 0) chosen(pressed, bar);
    pressed = -1;
  });
  notation.addEventListener("pointercancel", () => (pressed = -1)); // it was scrolled
}
