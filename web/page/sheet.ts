// The sheet of a seating: the server's own page of it, and the files that let anybody compute it again. A book's
// auditions and a school's have the same.
import { auditions } from "./chairs_server.ts";
import { h } from "./dom.ts";
import { encode, wordsOf } from "./text.ts";
import { verifiedHere } from "./verify.ts";

function save(name: string, text: string): void {
  const link = h("a", { href: URL.createObjectURL(new Blob([encode(text)])), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

export type SheetFiles = Pick<typeof auditions, "sheet" | "record" | "signature" | "key">;

export async function sheetOf(id: number, files: SheetFiles = auditions): Promise<HTMLElement> {
  const html = await files.sheet(id);
  const page = new DOMParser().parseFromString(html.replace(/<style>[^]*?<\/style>/, ""), "text/html");
  const sheet = h("div", { class: "report sheet" });
  for (const part of page.querySelectorAll("main > *")) sheet.append(document.importNode(part, true));
  // The page has its own first heading.
  const first = sheet.querySelector("h1");
  first?.replaceWith(h("h2", { class: "told" }, first.textContent));
  const file = (words: string, name: string, read: (id: number) => Promise<string>) =>
    h("button", { type: "button", onclick: async () => save(name, await read(id)) }, words);
  const said = h("p", { class: "said", role: "status", "aria-live": "polite" });
  const verify = async () => {
    said.textContent = "Every take is judged again.";
    try {
      const { said: told, differences } = await verifiedHere(await files.record(id));
      said.textContent = [...told, ...differences].join(" ");
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  };
  sheet.append(
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", onclick: () => void verify() }, "Verify here"),
      file("Record", "seating.jsonl", files.record),
      file("Signature", "seating.jsonl.minisig", files.signature),
      file("Key", "seating.pub", files.key),
      file("Sheet as a page", "seating.html", files.sheet),
    ),
    said,
  );
  return sheet;
}
