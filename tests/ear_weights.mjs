// The ears' weights of this source tree, which the page's module does not hold.
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../data/weights/", import.meta.url);
function weights(kind) {
  const name = readdirSync(folder).find((one) => new RegExp(`^${kind}-[0-9a-f]+\\.weights$`).test(one));
  return { name, bytes: readFileSync(new URL(name, folder)) };
}

export const earWeights = () => weights("ear");
export const fileEarWeights = () => weights("file-ear");

/** Puts bytes where the module's next call reads them. */
function put(door, bytes) {
  const at = door.room(bytes.length); // may move the memory
  new Uint8Array(door.memory.buffer, at, bytes.length).set(bytes);
}
/** Gives the weights of the ear that hears what is played. */
export function giveEar(door) {
  put(door, earWeights().bytes);
  if (door.ear_weights() < 0) throw new Error("the module refused its ear's weights");
}
/** Gives those of the ear that hears recordings. */
export function giveFileEar(door) {
  put(door, fileEarWeights().bytes);
  if (door.file_ear_weights() < 0) throw new Error("the module refused its file ear's weights");
}
