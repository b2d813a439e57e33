// A chart in an address: the drum tab, squeezed, in letters that an address may have.

const toAddress = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const fromAddress = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
interface GenericTransformStream {
  readable: ReadableStream;
  writable: WritableStream;
}

export const kMostTab = 100_000; // bytes of a tab that comes by a link

export async function linkOf(tab: string): Promise<string> {
  return toAddress(await through(new TextEncoder().encode(tab), new CompressionStream("deflate-raw")));
}
/** Throws one sentence where the link is no chart's. */
export async function tabOf(link: string): Promise<string> {
  try {
    const bytes = await through(fromAddress(link), new DecompressionStream("deflate-raw"));
    if (bytes.length > kMostTab) throw new Error("too long");
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error("The link holds no chart: it was cut off, or is another page's.");
  }
}
