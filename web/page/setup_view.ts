// Setup: which microphone, how loud and how quiet it is, the round trip, the e-kit's pads.
import { audio, closeMicrophone, labelOf, microphone, outputWarning, setupKey } from "./audio.ts";
import { field, h, type View } from "./dom.ts";
import { openMidi } from "./midi.ts";
import { keep, kept } from "./settings_store.ts";
import { engine } from "./shared.ts";
import { parse, wordsOf } from "./text.ts";
import type { RoundTrip } from "./generated/told.ts";

// The General MIDI note that stands for each drum.
const kDrums: [number, string][] = [
  [36, "Kick"],
  [38, "Snare"],
  [37, "Cross-stick"],
  [42, "Hat closed"],
  [46, "Hat open"],
  [44, "Hat foot"],
  [50, "High tom"],
  [47, "Middle tom"],
  [41, "Low tom"],
  [51, "Ride"],
  [53, "Ride bell"],
  [49, "Crash"],
];

const db = (value: number) =>
  value > 0 ? `${Math.max(-99, 10 * Math.log10(value)).toFixed(0)} dB` : "silent";

export async function setupView(): Promise<View> {
  let meter: { node: AudioWorkletNode; source: MediaStreamAudioSourceNode } | undefined;
  let closeMidi: (() => void) | undefined;
  let waiting = -1;

  const devices = h("select", { onchange: () => void pick() });
  const bar = h("meter", {
    min: "-70",
    max: "0",
    low: "-45",
    high: "-3",
    optimum: "-20",
    value: "-70",
    "aria-label": "Peak level, dB",
  });
  const level = h("output", {}, "–");
  const floor = h("output", {}, "–");
  const said = h("p", { class: "order small", role: "status", "aria-live": "polite" });
  const trips = h("ul", { class: "plain-list" });
  const pads = h("ul", { class: "pads" });
  const midiSaid = h("p", { class: "how", role: "status" });

  async function listDevices(): Promise<void> {
    const all = (await navigator.mediaDevices.enumerateDevices()).filter(
      (device) => device.kind === "audioinput",
    );
    devices.replaceChildren(
      h("option", { value: "" }, "The system's own choice"),
      ...all
        .filter((device) => device.deviceId && device.deviceId !== "default")
        .map((device) =>
          h(
            "option",
            { value: device.deviceId, selected: device.deviceId === kept.device },
            device.label || "Microphone",
          ),
        ),
    );
  }
  async function pick(): Promise<void> {
    kept.device = devices.value;
    keep();
    if (meter) await listen();
  }

  async function listen(): Promise<void> {
    try {
      stopMeter();
      const context = await audio();
      const media = await microphone();
      await listDevices();
      const source = context.createMediaStreamSource(media);
      const node = new AudioWorkletNode(context, "meter", { numberOfOutputs: 0 });
      const quiet: number[] = [];
      node.port.onmessage = ({ data }: MessageEvent<{ peak: number; power: number }>) => {
        const peak = 20 * Math.log10(Math.max(1e-5, data.peak));
        bar.value = peak;
        level.textContent = db(data.peak * data.peak);
        quiet.push(data.power);
        if (quiet.length > 100) quiet.shift();
        // The noise floor: the tenth of the last five seconds that was quietest.
        floor.textContent = db([...quiet].sort((a, b) => a - b)[Math.floor(quiet.length / 10)]);
      };
      source.connect(node);
      meter = { node, source };
      said.textContent =
        outputWarning(context) ||
        "Listening. A stroke should reach -30 to -3 dB, the noise floor stay under -50.";
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  }
  function stopMeter(): void {
    meter?.source.disconnect();
    meter?.node.port.close();
    meter = undefined;
  }

  async function measure(): Promise<void> {
    try {
      stopMeter();
      said.textContent = "Pulses for 7 seconds. Loudspeaker on, nobody plays.";
      const context = await audio();
      const media = await microphone();
      const e = await engine;
      const count = e.door.loopback_open(context.sampleRate, -12);
      const pulses = e.floats(e.door.loopback_sound(), count).slice();
      const source = context.createMediaStreamSource(media);
      const node = new AudioWorkletNode(context, "loopback", {
        processorOptions: { pulses, listen: e.door.loopback_listen() },
      });
      const heard = await new Promise<Float32Array>((resolve) => {
        node.port.onmessage = ({ data }) => resolve(data as Float32Array);
        source.connect(node);
        node.connect(context.destination);
      });
      source.disconnect();
      node.disconnect();
      e.putFloats(heard);
      const trip = parse<RoundTrip>(e.told(e.door.loopback_measure()));
      kept.roundTrips[setupKey(context.sampleRate, labelOf(media))] = trip;
      keep();
      const half = (trip.high_ms - trip.low_ms) / 2;
      said.textContent = `Round trip ${trip.ms.toFixed(1)} ms ±${half.toFixed(2)}, ${trip.found} of ${trip.pulses} pulses. Kept.`;
      listTrips();
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  }
  function listTrips(): void {
    trips.replaceChildren(
      ...Object.entries(kept.roundTrips).map(([key, trip]) =>
        h(
          "li",
          {},
          `${key} Hz: ${trip.ms.toFixed(1)} ms `,
          h(
            "button",
            {
              type: "button",
              class: "quiet",
              onclick: () => (delete kept.roundTrips[key], keep(), listTrips()),
            },
            "Forget",
          ),
        ),
      ),
    );
  }

  async function mapKit(): Promise<void> {
    try {
      closeMidi?.();
      closeMidi = await openMidi((_time, note, velocity, raw) => {
        if (waiting >= 0) {
          kept.midiMap[raw] = kDrums[waiting][0];
          keep();
          midiSaid.textContent = `Note ${raw} is ${kDrums[waiting][1].toLowerCase()}.`;
          waiting = -1;
        } else {
          const name = kDrums.find(([gm]) => gm === note)?.[1] ?? "its own sound";
          midiSaid.textContent = `Note ${raw}, velocity ${velocity}: ${name.toLowerCase()}.`;
        }
        listPads();
      });
      midiSaid.textContent = "Hit a pad to see what it sends, or choose a drum and hit its pad.";
    } catch (error) {
      midiSaid.textContent = wordsOf(error);
    }
  }
  function listPads(): void {
    pads.replaceChildren(
      ...kDrums.map(([gm, name], index) => {
        const notes = Object.entries(kept.midiMap)
          .filter(([, to]) => to === gm)
          .map(([from]) => from);
        return h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              "aria-pressed": String(waiting === index),
              onclick: () => {
                waiting = waiting === index ? -1 : index;
                listPads();
                if (!closeMidi) void mapKit();
              },
            },
            name,
          ),
          h(
            "span",
            { class: "soft" },
            waiting === index ? "hit it now" : notes.length ? `note ${notes.join(", ")}` : "as General MIDI",
          ),
        );
      }),
    );
  }

  await listDevices();
  listTrips();
  listPads();
  const element = h(
    "div",
    { class: "setup" },
    h("h1", {}, "Setup"),
    said,
    h(
      "section",
      {},
      h("h2", {}, "Microphone"),
      h(
        "p",
        { class: "how" },
        "Echo cancellation, noise suppression and gain control are off: they would move strokes.",
      ),
      field("Device", devices),
      h(
        "div",
        { class: "meter-row" },
        bar,
        h(
          "dl",
          { class: "facts" },
          h("div", {}, h("dt", {}, "Peak"), h("dd", {}, level)),
          h("div", {}, h("dt", {}, "Noise floor"), h("dd", {}, floor)),
        ),
      ),
      h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => void listen() }, "Listen")),
    ),
    h(
      "section",
      {},
      h("h2", {}, "Round trip"),
      h(
        "p",
        { class: "how" },
        "From loudspeaker to microphone, by 30 short pulses. Without it every lean carries ±20 ms. Do not tap along.",
      ),
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", onclick: () => void measure() }, "Measure"),
      ),
      trips,
    ),
    h(
      "section",
      {},
      h("h2", {}, "E-kit"),
      h("p", { class: "how" }, "Choose a drum, then hit its pad."),
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", onclick: () => void mapKit() }, "Open MIDI"),
      ),
      midiSaid,
      pads,
    ),
  );
  return {
    title: "Setup",
    element,
    leave: () => {
      stopMeter();
      closeMicrophone();
      closeMidi?.();
    },
  };
}
