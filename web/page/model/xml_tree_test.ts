import assert from "node:assert";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { isXml, isZip, scoreInZip, xmlTree, zipEntries } from "./xml_tree.ts";

const text = (value: string, nodeType = 3) => ({ nodeType, nodeValue: value });
const element = (nodeName: string, attributes: Record<string, string>, ...childNodes: object[]) => ({
  nodeType: 1,
  nodeValue: null,
  nodeName,
  attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
  childNodes: childNodes as { nodeType: number; nodeValue: string | null }[],
});

test("a tree is laid out as the engine reads it", () => {
  const root = element("a", { n: "1", m: "" }, text("\n  "), element("b", {}, text(" x\0y ")), text("z", 4));
  assert.strictEqual(
    new TextDecoder().decode(xmlTree(root)),
    "\u0001Ea\0z\0" + "2\0n\0" + "1\0m\0\0Eb\0 xy \0" + "0\0ee",
  );
});

test("a tree may be 100,000 deep", () => {
  let root = element("a", {});
  for (let i = 0; i < 100000; ++i) root = element("a", {}, root);
  assert.strictEqual(xmlTree(root).length, 1 + 100001 * 7);
});

/** A zip by its central directory. */
function zip(files: Record<string, { bytes: Uint8Array; method: number }>): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, { bytes, method }] of Object.entries(files)) {
    const packed = method === 8 ? deflateRawSync(bytes) : Buffer.from(bytes);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), packed);
    central.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(at, 16);
  return Uint8Array.from(Buffer.concat([...parts, ...central, end]));
}
const bytes = (value: string) => new TextEncoder().encode(value);

test("the score is taken out of a packed file: the one that its container names, packed or not", async () => {
  for (const method of [0, 8]) {
    const packed = zip({
      "META-INF/container.xml": { bytes: bytes('<rootfile full-path="b.xml"/>'), method },
      "a.xml": { bytes: bytes("<a/>"), method },
      "b.xml": { bytes: bytes("<b/>".repeat(100)), method },
    });
    assert.ok(isZip(packed));
    assert.strictEqual(new TextDecoder().decode(await scoreInZip(packed)), "<b/>".repeat(100));
  }
  const alone = zip({ "a.musicxml": { bytes: bytes("<a/>"), method: 8 } });
  assert.strictEqual(new TextDecoder().decode(await scoreInZip(alone)), "<a/>");
});

test("a packed file that is cut off, or holds none, has no score in it", async () => {
  const whole = zip({ "a.musicxml": { bytes: bytes("<a/>"), method: 8 } });
  for (let size = 0; size < whole.length; ++size)
    assert.deepStrictEqual(zipEntries(whole.slice(0, size)), [], `${size}`);
  await assert.rejects(scoreInZip(zip({ "a.txt": { bytes: bytes("x"), method: 0 } })), /No score in it/);
});

test("what is XML is told by its beginning", () => {
  assert.ok(isXml(bytes('<?xml version="1.0"?>\n<!DOCTYPE x>\n<score-partwise version="4.0">')));
  assert.ok(!isXml(bytes("irealbook://Tune=")));
  assert.ok(!isXml(bytes("<html><a href='irealb://x'>")));
});
