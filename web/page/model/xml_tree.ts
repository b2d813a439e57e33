// XML as the engine's readers take it from a page: the browser parses, and this lays the tree out in bytes
// (web/xml_tree/pugixml.hpp says how). And the score inside a packed MusicXML file.

/** What of an Element is looked at. */
export interface XmlElement {
  nodeName: string;
  attributes: ArrayLike<{ name: string; value: string }>;
  childNodes: ArrayLike<{ nodeType: number; nodeValue: string | null }>;
}
const kElement = 1;
const kText = 3;
const kCdata = 4;
const kMost = 64 << 20; // bytes

const clean = (text: string): string => text.replaceAll("\0", "");
/** The first text that is not blank, as it stands. */
function textOf({ childNodes }: XmlElement): string {
  for (let i = 0; i < childNodes.length; ++i) {
    const { nodeType, nodeValue } = childNodes[i];
    if ((nodeType === kText || nodeType === kCdata) && nodeValue?.trim()) return nodeValue;
  }
  return "";
}

export function xmlTree(root: XmlElement): Uint8Array<ArrayBuffer> {
  const parts: string[] = ["\u0001"];
  let size = 0;
  const open = (element: XmlElement): void => {
    const { nodeName, attributes } = element;
    let head = `E${clean(nodeName)}\0${clean(textOf(element))}\0${attributes.length}\0`;
    for (let i = 0; i < attributes.length; ++i)
      head += `${clean(attributes[i].name)}\0${clean(attributes[i].value)}\0`;
    size += head.length;
    if (size > kMost) throw new Error("A score of over 64 MiB. Export one song alone.");
    parts.push(head);
  };
  // Without recursion: a file may be as deep as it likes.
  const stack: [XmlElement, number][] = [[root, 0]];
  open(root);
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    const child = top[0].childNodes[top[1]++] as unknown as XmlElement & { nodeType: number };
    if (!child) {
      parts.push("e");
      stack.pop();
    } else if (child.nodeType === kElement) {
      open(child);
      stack.push([child, 0]);
    }
  }
  return new TextEncoder().encode(parts.join(""));
}

export const isXml = (bytes: Uint8Array): boolean => {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 4000));
  return /^[^<]{0,8}<[^]*<score-(partwise|timewise)/.test(head) || /^(\xfe\xff|\xff\xfe)/.test(head);
};
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3;

interface Entry {
  name: string;
  method: number;
  packed: Uint8Array<ArrayBuffer>;
}
/** The files of a zip, by its central directory; a broken one has none. */
export function zipEntries(bytes: Uint8Array<ArrayBuffer>): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Entry[] = [];
  try {
    let end = bytes.length - 22;
    while (view.getUint32(end, true) !== 0x06054b50) --end;
    let at = view.getUint32(end + 16, true);
    for (let n = view.getUint16(end + 10, true); n > 0; --n) {
      if (view.getUint32(at, true) !== 0x02014b50) return [];
      const [nameSize, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const local = view.getUint32(at + 42, true);
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      entries.push({
        name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameSize)),
        method: view.getUint16(at + 10, true),
        packed: bytes.slice(from, from + view.getUint32(at + 20, true)),
      });
      at += 46 + nameSize + extra + comment;
    }
  } catch {
    return []; // it points outside itself
  }
  return entries;
}

async function unpacked({ method, packed }: Entry): Promise<Uint8Array<ArrayBuffer>> {
  if (method === 0) return packed;
  if (method !== 8) throw new Error("It is packed in a way that is not known. Export it as MusicXML.");
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > kMost) throw new Error("A score of over 64 MiB. Export one song alone.");
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
/** The score of a packed MusicXML file: the one that its container names, else its first. */
export async function scoreInZip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const entries = zipEntries(bytes);
  const container = entries.find(({ name }) => name === "META-INF/container.xml");
  const named =
    container && /full-path="([^"]+)"/.exec(new TextDecoder().decode(await unpacked(container)))?.[1];
  const score =
    entries.find(({ name }) => name === named) ??
    entries.find(({ name }) => /\.(musicxml|xml)$/.test(name) && !name.startsWith("META-INF/"));
  if (!score) throw new Error("No score in it. Export it as MusicXML again.");
  return unpacked(score);
}
