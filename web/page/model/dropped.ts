// A file that is dropped anywhere on the page: where it belongs, or why nowhere.

import { isBandSong } from "./band_model.ts";

export type Belongs = { to: "charts" | "takes" | "setup" | "band" } | { why: string };

const kSound =
  /\.(wav|flac|mp3|ogg|oga|opus|m4a|aac|aif|aiff|caf|wma|amr|webm|mp4|m4v|mov|mkv|mka|mts|m2ts|ts|avi|mpg|mpeg|wmv|flv|3gp|ogv)$/i;
const kChart = /\.(tab|txt|musicxml|xml|mxl|mscz|mscx|gp[345x]?|h2song|h2pattern|brp|abc|chart|url)$/i;
const kScore = /\.(musicxml|xml|mxl|txt)$/i; // with chords or parts in it
const kMidi = /\.(mid|midi|rmi|smf|kar)$/i;

/** `page`: where it was dropped. A MIDI file is a chart or what somebody played: it belongs to the page. */
export function belongs({ name, type }: { name: string; type: string }, page: string): Belongs {
  if (isBandSong(name) || (page === "band" && (kMidi.test(name) || kScore.test(name)))) return { to: "band" };
  if (kMidi.test(name) || type === "audio/midi")
    return { to: page === "takes" || page === "take" ? "takes" : "charts" };
  if (kSound.test(name) || /^(audio|video)\//.test(type)) return { to: "takes" };
  if (kChart.test(name) || type === "text/plain") return { to: "charts" };
  if (/\.json$/i.test(name)) return { to: "setup" };
  return {
    why: `${name}: no chart and no sound. Charts are drum tab, MIDI or MusicXML; takes are wav, flac, mp3, ogg, MIDI or a video.`,
  };
}
