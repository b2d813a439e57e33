// Listening between takes for a roll or two loud strokes (model/hands_free.ts).
import { listenToLevel } from "./level_meter.ts";
import { openMidi } from "./midi.ts";
import { Strokes } from "./model/first_model.ts";
import { HandsFree } from "./model/hands_free.ts";
import { kept } from "./settings_store.ts";

const kLoudVelocity = 90;
const kLoudPeak = 0.2; // of full scale

/** Calls `asked` once; returns how to stop. Where Setup has it off, nothing listens. */
export async function handsFree(asked: () => void): Promise<() => void> {
  if (kept.handsFree === "off") return () => undefined;
  const seconds = () => performance.now() / 1000;
  const hands = new HandsFree(seconds());
  let stop: () => void = () => undefined;
  const done = () => {
    stop();
    asked();
  };
  if (kept.handsFree === "pad") {
    stop = await openMidi((time, note, velocity) => {
      if (hands.hear({ at: time / 1000, pad: note, loud: velocity >= kLoudVelocity })) done();
    });
  } else {
    const strokes = new Strokes();
    stop = await listenToLevel(({ peak }) => {
      if (strokes.hear(peak)) hands.hear({ at: seconds(), pad: 0, loud: peak >= kLoudPeak });
    });
  }
  const timer = setInterval(() => hands.tick(seconds()) && done(), 50);
  const close = stop;
  stop = () => {
    clearInterval(timer);
    close();
  };
  return () => stop();
}
