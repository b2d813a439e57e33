import assert from "node:assert";
import { test } from "node:test";
import { asAsked, chartOf, handedText, waitingText } from "./handing_model.ts";
import { kept as keptOf } from "./told_for_tests.ts";

const chart = { name: "money-beat", title: "Money Beat", text: "HH|x-x-|" };

test("a drill is set as the assignment asks, whatever was practised before", () => {
  const kept = keptOf();
  Object.assign(kept, {
    gap: "2/2",
    mute: 20,
    rampBars: 4,
    from: 3,
    to: 5,
    lines: ["hat"],
    times: 9,
    bpm: 60,
  });
  asAsked(kept, chart, 3, { bpm: 92, bars: 8, source: "midi" });
  const { bpm, from, to, times, lines, gap, mute, rampBars, input } = kept;
  assert.deepStrictEqual(
    { bpm, from, to, times, lines, gap, mute, rampBars, input },
    { bpm: 92, from: 1, to: 0, times: 3, lines: [], gap: "", mute: 0, rampBars: 0, input: "midi" },
  );
  assert.strictEqual(kept.chart, chart);
  asAsked(kept, chart, 3, { bpm: 92, bars: 0, source: "any" });
  assert.strictEqual(kept.times, 0, "enough to judge");
  assert.strictEqual(kept.input, "midi", "who may choose is left as they chose");
  asAsked(kept, chart, 3, { bpm: 92, bars: 0, source: "audio" });
  assert.strictEqual(kept.input, "microphone");
});

test("a chart comes as text, a MIDI file as its bytes", () => {
  assert.deepStrictEqual(chartOf("a", "A", btoa("HH|x|"), "HH|x|"), { name: "a", title: "A", text: "HH|x|" });
  const midi = btoa("MThd\0\0\0\x06");
  assert.deepStrictEqual(chartOf("a", "A", midi, "MThd"), { name: "a", title: "A", text: "", midi });
});

test("a take says whether it is here, sent, or refused and why", () => {
  assert.strictEqual(handedText({}), "Practice: not handed in.");
  assert.strictEqual(handedText({ assignment: 3 }), "Kept here, not sent.");
  assert.strictEqual(
    handedText({
      assignment: 3,
      synced: { refused: "3 of 3 attempts are used; your teacher can give more." },
    }),
    "Not handed in: 3 of 3 attempts are used; your teacher can give more.",
  );
  assert.strictEqual(
    handedText({ assignment: 3, synced: { submission: 5, told: "1 of 2 takes running." } }),
    "Handed in. 1 of 2 takes running.",
  );
  assert.strictEqual(waitingText(3), "Kept here, not sent (3).");
  assert.strictEqual(waitingText(0), "");
});
