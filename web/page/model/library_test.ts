import assert from "node:assert";
import { test } from "node:test";
import {
  addOwn,
  adopt,
  fromBook,
  inBookAlone,
  markSent,
  matching,
  mayUndo,
  newerInBook,
  notHere,
  openOwn,
  ownCharts,
  removeOwn,
  undo,
  unsent,
  write,
} from "./library.ts";
import { chooseChart } from "./kept.ts";
import { kept } from "./told_for_tests.ts";

test("what was written is there after another chart was chosen, and can be opened again", () => {
  const device = kept();
  write(device, "SN|oooo|", "Mine");
  const id = device.chart!.name;
  chooseChart(device, { name: "samba", title: "Samba", text: "" });
  assert.strictEqual(device.library.length, 1);
  openOwn(device, id);
  assert.deepStrictEqual(device.chart, { name: id, title: "Mine", text: "SN|oooo|" });
});

test("writing into a built-in chart makes a copy of one's own and keeps tempo and bars", () => {
  const device = kept({ chart: { name: "samba", title: "Samba", text: "x" }, bpm: 77, from: 2 });
  write(device, "y", "Samba");
  assert.deepStrictEqual([device.chart!.title, device.bpm, device.from], ["Samba, edited", 77, 2]);
  write(device, "z", "Samba, edited");
  assert.strictEqual(device.library.length, 1);
});

test("each writing can be taken back, the first one stays", () => {
  const device = kept();
  for (const text of ["a", "b", "b", "c"]) write(device, text, "Mine");
  assert.ok(mayUndo(device));
  undo(device);
  assert.strictEqual(device.chart!.text, "b");
  undo(device);
  undo(device);
  assert.strictEqual(device.chart!.text, "a");
  assert.ok(!mayUndo(device));
});

test("one's own charts are told as they are written now, the latest first", () => {
  const device = kept();
  write(device, "a", "One");
  write(device, "b", "One");
  addOwn(device, "Two", "", "TVRoZA==");
  assert.deepStrictEqual(
    ownCharts(device).map(({ title, text, midi }) => [title, text, midi]),
    [
      ["Two", "", "TVRoZA=="],
      ["One", "b", undefined],
    ],
  );
});

test("names of charts are used once, also after one is gone", () => {
  const device = kept();
  const one = addOwn(device, "One", "1").id;
  const two = addOwn(device, "Two", "2").id;
  removeOwn(device, one);
  const three = addOwn(device, "Three", "3").id;
  assert.strictEqual(new Set([one, two, three]).size, 3);
  assert.deepStrictEqual(
    device.library.map(({ title }) => title),
    ["Two", "Three"],
  );
});

test("a MIDI file keeps its bytes; writing into it makes another chart", () => {
  const device = kept();
  addOwn(device, "Played", "", "TVRoZA==");
  assert.strictEqual(device.chart!.midi, "TVRoZA==");
  write(device, "SN|o|", "Played");
  assert.deepStrictEqual([device.library.length, device.chart!.midi], [2, undefined]);
});

test("the one chart of an older page comes into the library once", () => {
  const device = kept({ chart: { name: "own", title: "Old", text: "t" }, bpm: 90 });
  adopt(device);
  adopt(device);
  assert.deepStrictEqual([device.library.length, device.chart!.text, device.bpm], [1, "t", 90]);
});

test("charts are found by the words of their titles", () => {
  const charts = ["Rock eighths", "Samba", "Single paradiddle"].map((title) => ({ title }));
  assert.deepStrictEqual(matching(charts, "EIGHT rock"), [charts[0]]);
  assert.strictEqual(matching(charts, " ").length, 3);
});

test("the open chart that is deleted does not come back as one of an older page", () => {
  const device = kept();
  write(device, "a", "Mine");
  removeOwn(device, device.library[0].id);
  adopt(device);
  assert.deepStrictEqual([device.library, device.chart], [[], null]);
});

test("what was played and is known nowhere here is to be had from the book", () => {
  const device = kept();
  addOwn(device, "Mine", "t");
  const played = ["Mine", "Samba", "From the phone"].map((title) => ({ title }));
  assert.deepStrictEqual(inBookAlone(played, device, [{ title: "Samba" }]), [{ title: "From the phone" }]);
});

test("a version waits until the book has it, and what was written meanwhile waits on", () => {
  const device = kept();
  write(device, "a", "Mine");
  const [first] = unsent(device);
  assert.deepStrictEqual([first.title, first.format, first.text], ["Mine", "text", "a"]);
  write(device, "b", "Mine");
  markSent(device, first, 10);
  const [second] = unsent(device);
  assert.deepStrictEqual([second.id, second.text], [first.id, "b"]);
  markSent(device, second, 11);
  assert.deepStrictEqual(unsent(device), []);
  undo(device);
  assert.strictEqual(unsent(device)[0].text, "a");
});

test("a chart of one device is had on another, goes on there, and comes back with all its versions", () => {
  const here = kept();
  write(here, "a", "Mine");
  markSent(here, unsent(here)[0], 10);
  const { id } = unsent({ ...here, library: here.library.map((own) => ({ ...own, waits: true })) })[0];
  const there = kept({ bpm: 77 });
  const first = { title: "Mine", format: "text" as const, text: "a", written_s: 10 };
  assert.strictEqual(notHere([{ id, title: "Mine", written_s: 10 }], there).length, 1);
  openOwn(there, fromBook(there, id, [first])!);
  assert.deepStrictEqual(notHere([{ id, title: "Mine", written_s: 10 }], there), []);
  assert.deepStrictEqual(unsent(there), []);
  write(there, "ab", "Mine");
  const [sent] = unsent(there);
  assert.deepStrictEqual([sent.id, sent.text], [id, "ab"]);
  markSent(there, sent, 20);
  const newest = { id, title: "Mine", written_s: 20 };
  assert.deepStrictEqual(newerInBook([newest], here), [newest]);
  fromBook(here, id, [first, { ...first, text: "ab", written_s: 20 }]);
  assert.deepStrictEqual([here.library.length, here.chart!.text], [1, "ab"]);
  assert.deepStrictEqual(newerInBook([newest], here), []);
  undo(here);
  assert.strictEqual(here.chart!.text, "a");
});

test("what waits here is never overwritten by what the book has", () => {
  const device = kept();
  write(device, "a", "Mine");
  const [version] = unsent(device);
  markSent(device, version, 10);
  write(device, "b", "Mine");
  assert.deepStrictEqual(newerInBook([{ id: version.id, title: "Mine", written_s: 99 }], device), []);
});

test("a chart that is thrown away is told to the book once, and is not offered again", () => {
  const device = kept();
  write(device, "a", "Mine");
  const [version] = unsent(device);
  markSent(device, version, 10);
  removeOwn(device, device.library[0].id);
  const there = [{ id: version.id, title: "Mine", written_s: 10 }];
  assert.deepStrictEqual(notHere(there, device), []);
  const [gone] = unsent(device);
  assert.deepStrictEqual([gone.id, gone.text], [version.id, ""]);
  markSent(device, gone, 11);
  assert.deepStrictEqual(unsent(device), []);
});

test("a MIDI file goes as it is and comes back", () => {
  const device = kept();
  addOwn(device, "Played", "", "TVRoZA==");
  const [version] = unsent(device);
  assert.deepStrictEqual([version.format, version.text], ["midi", "TVRoZA=="]);
  const other = kept();
  openOwn(other, fromBook(other, version.id, [{ ...version, written_s: 1 }])!);
  assert.strictEqual(other.chart!.midi, "TVRoZA==");
});
