// A recording's channels as the one that is heard: their mean, as the program takes it (io/files/decoder.h). Where two
// are each other upside down their mean would be silence; then the louder one is heard.

const kLookS = 10; // seconds that say whether they are
const kLeftOver = 0.12; // of the softer one's energy in the sum of two opposites; what codecs leave is .08

/** The louder channel of two opposites, 0 or 1; else undefined. */
function louderOfOpposites([left, right]: Float32Array[], rate: number): number | undefined {
  const frames = Math.min(left.length, Math.round(kLookS * rate));
  let [ofLeft, ofRight, ofBoth] = [0, 0, 0];
  for (let i = 0; i < frames; ++i) {
    ofLeft += left[i] ** 2;
    ofRight += right[i] ** 2;
    ofBoth += (left[i] + right[i]) ** 2 / 4;
  }
  const softer = Math.min(ofLeft, ofRight);
  if (!(softer > 0) || ofBoth >= kLeftOver * softer) return undefined;
  return ofRight > 1.01 * ofLeft ? 1 : 0;
}

/** The sound that is heard, and what is to be said of it; nothing where its channels are as usual. */
export function oneChannel(channels: Float32Array[], rate: number): { mono: Float32Array; said: string } {
  const louder = channels.length === 2 ? louderOfOpposites(channels, rate) : undefined;
  if (louder !== undefined)
    return {
      mono: channels[louder].slice(),
      said: "its two channels are each other's opposite; the louder one is heard",
    };
  const mono = channels[0].slice();
  for (const channel of channels.slice(1)) for (let i = 0; i < mono.length; ++i) mono[i] += channel[i];
  if (channels.length > 1) for (let i = 0; i < mono.length; ++i) mono[i] /= channels.length;
  return { mono, said: "" };
}
