// Live sound for a drill or a search: what is listened to, and one take after the other through the audio thread,
// written to this device as it is played.
import { audio, heardAt, labelOf, microphone, soundOf } from "./audio.ts";
import { openMidi } from "./midi.ts";
import { onlyHere } from "./one_tab.ts";
import { kBrokenOff } from "./model/handing_model.ts";
import { kept } from "./settings_store.ts";
import { sync } from "./sync.ts";
import { usedKitSound } from "./kit_sound.ts";
import { takes } from "./takes.ts";
import type { About } from "./takes_worker.ts";
import { newId, parse } from "./text.ts";
import type { Take } from "./generated/take.ts";
import type { News, Plan, SoundTold } from "./generated/told.ts";

export interface Sound {
  context: AudioContext;
  media?: MediaStream; // none: an e-kit
  told: SoundTold;
  words: string; // of the setup
}

export async function openSound(): Promise<Sound> {
  const context = await audio();
  const media = kept.input === "midi" ? undefined : await microphone();
  const told = await soundOf(context, media);
  const words = [media ? labelOf(media) : "", told.text, told.warning].filter(Boolean).join(" · ");
  return { context, media, told, words };
}

export interface Listener {
  planned?(run: Run): void;
  news(run: Run, told: News): void;
  /** The sound of a run that was not broken off is heard again now, and what over() is told comes from there. Who does
   * not listen to this wants the take as it was told live. */
  again?(run: Run): void;
  /** The run has ended, has let go of the sound and is kept; no take: no stroke was heard. */
  over(run: Run, take: Take | undefined, more: Record<string, unknown>): void | Promise<void>;
  /** What the engine refused, or nothing: the audio thread stopped. */
  refused(run: Run, words?: Uint8Array): void;
}

/** One take that is being played. */
export class Run {
  readonly id: string;
  plan?: Plan;
  ending = false;
  over = false; // played to its end
  ears = ""; // what hearing it again told, or why it was not
  gone = ""; // the microphone or the e-kit was unplugged: what is said of it
  private origin = NaN;
  private source?: MediaStreamAudioSourceNode;
  private stopMidi?: () => void;
  private forget?: () => void; // the track
  private letGo?: () => void; // of the sound, for other tabs

  private constructor(
    readonly sound: Sound,
    private readonly node: AudioWorkletNode,
    private readonly mode: About["mode"],
    private readonly handedIn: boolean,
  ) {
    this.id = newId();
  }

  /** The node opens a drill, or has done so: its news go to the listener from now on. Refuses where another tab
   * plays. */
  static async begin(
    sound: Sound,
    node: AudioWorkletNode,
    about: Pick<About, "title" | "settings" | "chart"> & Partial<About>,
    to: Listener,
  ): Promise<Run> {
    const run = new Run(sound, node, about.mode, about.assignment !== undefined);
    const { port1, port2 } = new MessageChannel();
    const rate = sound.context.sampleRate;
    const device = sound.media ? labelOf(sound.media) : "MIDI";
    const started = new Date().toISOString();
    const stroke = (time: number, note: number, velocity: number) => {
      const at = Math.round((heardAt(sound.context, time) - run.origin) * rate);
      if (!Number.isFinite(at) || at < 0) return;
      node.port.postMessage({ note: [at, note, velocity] });
      port2.postMessage({ note: [at, note, velocity] });
    };
    run.letGo = await onlyHere();
    try {
      if (!sound.media) run.stopMidi = await openMidi(stroke, () => run.lost("The e-kit is gone."));
      await takes.begin(
        {
          id: run.id,
          started,
          midi: !sound.media,
          rate,
          device,
          player: kept.player,
          ...(sound.media && !about.mode && usedKitSound() ? { kitSound: usedKitSound() } : {}),
          ...about,
        },
        port1,
      );
    } catch (error) {
      run.leave();
      throw error;
    }
    // Nothing is told before this: what the node has to say waits.
    node.port.onmessage = ({ data }: MessageEvent) => void run.told(data, to);
    node.onprocessorerror = () => {
      run.leave();
      to.refused(run);
    };
    if (sound.media) {
      node.port.postMessage({ recorder: port2 }, [port2]);
      run.source = sound.context.createMediaStreamSource(sound.media);
      run.source.connect(node);
      const [track] = sound.media.getAudioTracks();
      const lost = () => run.lost("The microphone is gone.");
      track.addEventListener("ended", lost);
      run.forget = () => track.removeEventListener("ended", lost);
      if (track.readyState === "ended") lost(); // before anybody listened
    }
    node.connect(sound.context.destination);
    return run;
  }

  /** The frame of the plan that is heard now; NaN before there is one. */
  heardNow(): number {
    return this.plan ? (heardAt(this.sound.context, performance.now()) - this.origin) * this.plan.rate : NaN;
  }

  stop(): void {
    if (this.ending) return;
    this.ending = true;
    this.node.port.postMessage({ close: true });
  }

  private lost(what: string): void {
    if (this.ending) return;
    this.gone = `${what} Plug it in again, then start. What was played up to there is kept.`;
    this.stop();
  }

  private async told(data: Record<string, unknown>, to: Listener): Promise<void> {
    if (data.refused !== undefined) {
      this.leave();
      await takes.end();
      to.refused(this, data.refused as Uint8Array);
    }
    if (data.plan) {
      this.plan = parse<Plan>(data.plan as Uint8Array);
      to.planned?.(this);
    }
    if (data.origin !== undefined) this.origin = data.origin as number;
    if (data.news) {
      const news = parse<News>(data.news as Uint8Array);
      this.over ||= news.over;
      to.news(this, news);
      if (news.over) this.stop();
    }
    if (data.take) {
      this.leave();
      let take = parse<Take>(data.take as Uint8Array);
      const heard = take.hits.length > 0;
      if (heard) {
        const twice = !!to.again && !!this.sound.media && (data.brokenOff as Uint8Array).length === 0;
        if (twice) to.again!(this);
        const again = await takes.keep(data.take as Uint8Array, data.html as Uint8Array, twice);
        if (typeof again === "object") {
          take = parse<Take>(again.take);
          data.doing = again.doing;
          data.explained = again.explained;
        }
        this.ears = typeof again === "object" ? again.told : (again ?? "");
        if (this.handedIn && (data.brokenOff as Uint8Array).length > 0)
          await takes.mark(this.id, { refused: kBrokenOff });
      } else {
        await takes.end();
      }
      if (heard && this.mode !== "limit") void sync(); // a search may still throw it away
      await to.over(this, heard ? take : undefined, data);
    }
  }

  private leave(): void {
    this.stopMidi?.();
    this.forget?.();
    this.source?.disconnect();
    this.node.disconnect();
    this.letGo?.();
  }
}
