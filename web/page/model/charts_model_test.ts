import assert from "node:assert";
import { test } from "node:test";
import { fileName, grouped, isMidi, needsServer, notationWidth, withoutEnding } from "./charts_model.ts";
import { chooseChart } from "./kept.ts";
import { kept } from "./told_for_tests.ts";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test("other programs' files go to the server, whatever the case of their ending", () => {
  for (const name of [
    "a.musicxml",
    "a.XML",
    "a.b.mxl",
    "a.gp",
    "a.GP5",
    "a.gpx",
    "a.mscz",
    "a.h2song",
    "a.chart",
    "a.brp",
    "a.abc",
    "groove.url",
  ])
    assert.ok(needsServer(name), name);
  for (const name of ["a.tab", "a.mid", "xml", "a.mxl.txt", "a.gp6"]) assert.ok(!needsServer(name), name);
});

test("a MIDI file is known by its first letters, one inside a RIFF file too", () => {
  assert.ok(isMidi(bytes("MThd...")));
  assert.ok(isMidi(bytes("RIFF\x24\0\0\0RMIDdata")));
  assert.ok(!isMidi(bytes("RIFF\x24\0\0\0WAVEfmt ")));
  assert.ok(!isMidi(bytes("SN|o|")));
});

test("another chart is chosen with its whole length, at its own tempo", () => {
  const device = kept({ bpm: 140, from: 3, to: 4, times: 5 });
  chooseChart(device, { name: "x", title: "X", text: "" });
  assert.deepStrictEqual([device.bpm, device.from, device.to, device.times], [0, 1, 0, 5]);
  assert.strictEqual(device.chart?.name, "x");
});

test("a saved chart is called as it came, with the ending of its format", () => {
  assert.strictEqual(fileName({ name: "song.v2.mid", title: "", text: "" }, "tab"), "song.v2.tab");
  assert.strictEqual(fileName({ name: "own", title: "", text: "" }, "mid"), "own.mid");
  assert.strictEqual(fileName(null, "mid"), "chart.mid");
  assert.strictEqual(withoutEnding("a.b.tab"), "a.b");
});

test("every built-in chart is in its group, grooves first", () => {
  const charts = [
    { name: "a", title: "A", group: "rudiment" as const },
    { name: "b", title: "B", group: "groove" as const },
  ];
  assert.deepStrictEqual(
    grouped(charts).map(({ name, charts: of }) => [name, of.map((chart) => chart.name)]),
    [
      ["Grooves", ["b"]],
      ["Rudiments", ["a"]],
    ],
  );
});

test("a short chart is not drawn wider than its bars need", () => {
  assert.strictEqual(notationWidth(1280, 1), 500);
  assert.strictEqual(notationWidth(1280, 8), 1100);
  assert.strictEqual(notationWidth(390, 8), 390);
});
