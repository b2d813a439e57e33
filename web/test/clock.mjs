// A player in the audio thread's own clock, for times that are exact.

/** In the page: what a microphone hears comes from the audio thread's own clock, so its times are exact to a frame:
 * strokes of noise over a falling tone, at those seconds after the first bar line is heard, which is so many frames
 * after it was made. */
export function hearFromTheClock([times, trip]) {
  const kLead = 0.5; // seconds of silence
  const Made = window.AudioWorkletNode;
  let heard; // instead of the microphone
  AudioContext.prototype.createMediaStreamSource = function () {
    return (heard = new GainNode(this));
  };
  const soundOf = (context) => {
    const rate = context.sampleRate;
    const buffer = context.createBuffer(1, Math.round((times.at(-1) + 2 * kLead) * rate), rate);
    const sound = buffer.getChannelData(0);
    let state = 1;
    const noise = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x3fffffff - 1;
    for (let i = 0; i < sound.length; ++i) sound[i] = 1e-4 * noise();
    for (const time of times) {
      const start = Math.round((kLead + time) * rate);
      for (let i = 0; i < 0.2 * rate; ++i) {
        const t = i / rate;
        sound[start + i] +=
          0.5 * Math.exp(-t / 0.03) * (0.6 * noise() + 0.6 * Math.sin(2 * Math.PI * 190 * t));
      }
    }
    return buffer;
  };
  window.AudioWorkletNode = class extends Made {
    constructor(context, name, options) {
      super(context, name, options);
      if (name !== "drill") return;
      let plan;
      this.port.addEventListener("message", ({ data }) => {
        if (data.plan) plan = JSON.parse(new TextDecoder().decode(data.plan));
        if (data.origin === undefined) return;
        const source = new AudioBufferSourceNode(context, { buffer: soundOf(context) });
        source.connect(heard);
        source.start(data.origin + (plan.bar_lines[0] + trip) / plan.rate - kLead);
      });
    }
  };
}
