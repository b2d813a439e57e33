// The sheet of a seating: the server's own page of it, and the files that let anybody compute it again.
import { auditions } from "./chairs_server.ts";
import { h } from "./dom.ts";
import { encode } from "./text.ts";

function save(name: string, text: string): void {
  const link = h("a", { href: URL.createObjectURL(new Blob([encode(text)])), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

export async function sheetOf(id: number): Promise<HTMLElement> {
  const html = await auditions.sheet(id);
  const page = new DOMParser().parseFromString(html.replace(/<style>[^]*?<\/style>/, ""), "text/html");
  const sheet = h("div", { class: "report sheet" });
  for (const part of page.querySelectorAll("main > *")) sheet.append(document.importNode(part, true));
  // The page has its own first heading.
  const first = sheet.querySelector("h1");
  first?.replaceWith(h("h2", { class: "told" }, first.textContent));
  const file = (words: string, name: string, read: (id: number) => Promise<string>) =>
    h("button", { type: "button", onclick: async () => save(name, await read(id)) }, words);
  sheet.append(
    h(
      "div",
      { class: "buttons" },
      file("Record", "seating.jsonl", auditions.record),
      file("Signature", "seating.jsonl.minisig", auditions.signature),
      file("Key", "seating.pub", auditions.key),
      file("Sheet as a page", "seating.html", auditions.sheet),
    ),
  );
  return sheet;
}
