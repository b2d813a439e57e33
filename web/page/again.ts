// A drill's kept sound, heard again by the ear that knows what comes after a stroke. In the worker that keeps takes.
import type { Engine } from "./engine.ts";
import type { Take } from "./generated/take.ts";
import { decode, encode, fromBase64 } from "./text.ts";

/** What a drill says when it was heard again; bytes are UTF-8. */
export interface Again {
  take: Uint8Array<ArrayBuffer>;
  html: Uint8Array<ArrayBuffer>;
  explained: Uint8Array<ArrayBuffer>;
  doing: Uint8Array<ArrayBuffer>; // the drill that obeys the new order; empty: there is none
  told: string; // where the two ears differ
}

const kAtATime = 65536; // frames

/** `chart` (base64) and `settings` are those of the drill, `live` is its take as it was told while it was played. The
 * engine has the file ear's weights. Throws what the engine refuses. */
export function heardAgain(
  engine: Engine,
  { chart, settings }: { chart: string; settings: string },
  sound: Float32Array,
  live: Take,
): Again {
  const { door } = engine;
  engine.put(fromBase64(chart));
  engine.told(door.chart_open());
  engine.put(encode(settings));
  engine.told(door.again_open());
  for (let at = 0; at < sound.length; at += kAtATime) {
    engine.putFloats(sound.subarray(at, at + kAtATime));
    door.again_sound();
  }
  engine.put(encode(live.hits.map(({ frame, voice }) => `${frame} ${voice}\n`).join("")));
  const take = engine.told(door.again_close());
  return {
    take,
    html: engine.told(door.take_html()),
    explained: engine.told(door.take_explained()),
    doing: engine.told(door.drill_doing()),
    told: decode(engine.told(door.again_told())),
  };
}
