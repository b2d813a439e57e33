import assert from "node:assert";
import { test } from "node:test";
import { belongs } from "./dropped.ts";

const file = (name: string, type = "") => ({ name, type });

test("a file goes where it belongs, whatever page it is dropped on", () => {
  for (const page of ["today", "drill", "charts", "takes", "book"]) {
    assert.deepStrictEqual(belongs(file("a.wav", "audio/wav"), page), { to: "takes" });
    assert.deepStrictEqual(belongs(file("a.FLAC"), page), { to: "takes" });
    for (const video of ["mkv", "mts", "avi", "mp4", "mov", "M2TS", "webm"])
      assert.deepStrictEqual(belongs(file(`a.${video}`), page), { to: "takes" });
    assert.deepStrictEqual(belongs(file("a.musicxml"), page), { to: "charts" });
    assert.deepStrictEqual(belongs(file("groove.tab"), page), { to: "charts" });
    assert.deepStrictEqual(belongs(file("song.gp5"), page), { to: "charts" });
    assert.deepStrictEqual(belongs(file("song.mscz"), page), { to: "charts" });
    assert.deepStrictEqual(belongs(file("song.brp"), page), { to: "charts" });
    assert.deepStrictEqual(belongs(file("groove.url"), page), { to: "charts" });
  }
});

test("a MIDI file is what somebody played on Takes, and a chart elsewhere", () => {
  assert.deepStrictEqual(belongs(file("a.mid"), "takes"), { to: "takes" });
  assert.deepStrictEqual(belongs(file("a.mid"), "take"), { to: "takes" });
  assert.deepStrictEqual(belongs(file("a.rmi", "audio/mid"), "drill"), { to: "charts" });
  assert.deepStrictEqual(belongs(file("a.mid", "audio/midi"), "drill"), { to: "charts" });
});

test("what is neither says so by its name", () => {
  for (const name of ["score.pdf", "song.dorico", "noending"]) {
    const said = belongs(file(name), "charts");
    assert.ok("why" in said && said.why.startsWith(`${name}: no chart and no sound.`));
  }
});
