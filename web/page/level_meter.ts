// The microphone's level, as the worklet measures it, and the bar that shows it.
import { audio, microphone } from "./audio.ts";
import { h } from "./dom.ts";

/** `told` hears of the peak and the power of every stretch of sound. The result ends that, not the microphone. */
export async function listenToLevel(
  told: (stretch: { peak: number; power: number }) => void,
): Promise<() => void> {
  const context = await audio();
  const source = context.createMediaStreamSource(await microphone());
  const node = new AudioWorkletNode(context, "meter", { numberOfOutputs: 0 });
  node.port.onmessage = ({ data }: MessageEvent<{ peak: number; power: number }>) => told(data);
  source.connect(node);
  return () => {
    source.disconnect();
    node.port.postMessage({ stop: true });
  };
}

/** A bar for dB below full scale. */
export const levelMeter = (label: string): HTMLMeterElement =>
  h("meter", {
    min: "-70",
    max: "0",
    low: "-45",
    high: "-3",
    optimum: "-20",
    value: "-70",
    "aria-label": label,
  });
