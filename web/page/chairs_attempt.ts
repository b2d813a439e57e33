// One attempt of an audition, from the count-in to the receipt: what comes in is kept, committed to bar by bar while it
// is played, and handed in at the end. The server hears it itself; the page's own strokes are not sent.
import { drillNode, heardAt, labelOf } from "./audio.ts";
import { auditions } from "./chairs_server.ts";
import type { OpenedAttempt } from "./generated/server_api.ts";
import type { News, Plan } from "./generated/told.ts";
import type { Sound } from "./live.ts";
import { openMidi } from "./midi.ts";
import { Committing, type Commitment } from "./model/committing.ts";
import { packed } from "./model/own_wav.ts";
import { kitSettings } from "./model/kept.ts";
import { Never } from "./server.ts";
import { kept } from "./settings_store.ts";
import { decode, encode, fromBase64, parse } from "./text.ts";

const kLookMs = 100; // between two looks at the bar lines
const kAgainMs = 1500; // after which a commitment that did not arrive is sent again
const kSilentBars = 2;

/** What the server is told of this sound before it opens an attempt. */
export const soundSaid = ({ context, media, told }: Sound) => ({
  rate: context.sampleRate,
  // An e-kit's taps are the player's own: an audition lays its strokes as the browser times them.
  round_trip: media ? told.round_trip : 0,
  round_trip_sd_ms: media ? told.round_trip_sd_ms : undefined,
  pad: kept.pad,
  click_heard: kept.clickHeard,
  device: media ? labelOf(media) : "MIDI",
  ...kitSettings(kept),
});

export interface Playing {
  planned(plan: Plan, settings: Uint8Array): void;
  news(told: News): void;
  /** What the server says at the end; of practice: how much was heard. */
  over(told: string[]): void;
  /** It could not be handed in, or the engine refused it. */
  failed(words: unknown): void;
}

export class AttemptRun {
  plan?: Plan;
  private committing?: Committing;
  private origin = NaN;
  private source?: MediaStreamAudioSourceNode;
  private stopMidi?: () => void;
  private timer?: ReturnType<typeof setInterval>;
  private sending: Promise<void> = Promise.resolve();
  private ended = false;
  private strokes = 0;
  private loud = false;

  private constructor(
    private readonly audition: number,
    readonly opened: OpenedAttempt,
    private readonly sound: Sound,
    private readonly node: AudioWorkletNode,
    private readonly to: Playing,
  ) {}

  static async begin(
    audition: number,
    opened: OpenedAttempt,
    sound: Sound,
    to: Playing,
  ): Promise<AttemptRun> {
    const settings = encode(opened.settings);
    const node = await drillNode(sound.context, fromBase64(opened.chart), { settings });
    const run = new AttemptRun(audition, opened, sound, node, to);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent) => run.keep(data.sound as Float32Array);
    node.port.onmessage = ({ data }: MessageEvent) => run.told(data as Record<string, unknown>, settings);
    node.onprocessorerror = () => void run.close();
    if (sound.media) {
      node.port.postMessage({ recorder: port2 }, [port2]);
      run.source = sound.context.createMediaStreamSource(sound.media);
      run.source.connect(node);
    } else {
      run.stopMidi = await openMidi((time, note, velocity) => run.struck(time, note, velocity));
    }
    node.connect(sound.context.destination);
    run.timer = setInterval(() => run.look(), kLookMs);
    return run;
  }

  get practice(): boolean {
    return this.opened.attempt === 0;
  }
  /** The frame of the plan that is heard now; NaN before there is one. */
  heardNow(): number {
    return this.plan ? (heardAt(this.sound.context, performance.now()) - this.origin) * this.plan.rate : NaN;
  }
  /** Bars that have begun. */
  get bar(): number {
    return this.committing?.bars ?? 0;
  }

  private keep(sound: Float32Array): void {
    this.loud ||= sound.some((sample) => sample !== 0);
    this.committing?.add(packed(sound));
  }
  private struck(time: number, note: number, velocity: number): void {
    const at = Math.round((heardAt(this.sound.context, time) - this.origin) * (this.plan?.rate ?? NaN));
    if (!Number.isFinite(at) || at < 0 || this.ended) return;
    this.loud = true;
    this.node.port.postMessage({ note: [at, note, velocity] });
    this.committing?.add(encode(`${at},${note},${velocity}\n`));
  }

  private told(data: Record<string, unknown>, settings: Uint8Array): void {
    if (data.refused !== undefined) {
      this.letGo();
      this.to.failed(new Error(decode(data.refused as Uint8Array)));
    }
    if (data.plan) {
      this.plan = parse<Plan>(data.plan as Uint8Array);
      this.committing = new Committing(this.plan.bar_lines);
      this.to.planned(this.plan, settings);
    }
    if (data.origin !== undefined) this.origin = data.origin as number;
    if (data.news) {
      const news = parse<News>(data.news as Uint8Array);
      this.strokes += news.strokes.filter(({ kind }) => kind !== "missed" && kind !== "masked").length;
      this.to.news(news);
      if (news.over) void this.close();
    }
  }

  /** Commits to the bars whose lines have passed. A machine that brings nothing at all ends it. */
  private look(): void {
    if (this.ended || !this.committing) return;
    const now = this.heardNow();
    for (const commitment of this.committing.passed(now)) this.send(commitment);
    const { bar_lines, rate } = this.plan!;
    const silent = !this.loud && now > bar_lines[kSilentBars] + rate / 2;
    if (silent || now > bar_lines.at(-1)! + 5 * rate) void this.close();
  }

  /** One after the other. What does not arrive is sent again: it counts as late then. */
  private send(commitment: Promise<Commitment>): void {
    if (this.practice) return;
    this.sending = this.sending.then(async () => {
      const body = await commitment;
      for (;;) {
        try {
          await auditions.commit(this.audition, this.opened.attempt, body);
          return;
        } catch (error) {
          if (error instanceof Never) return; // the server says why when all is handed in
          await new Promise((again) => setTimeout(again, kAgainMs));
        }
      }
    });
  }

  /** The end of the recording. */
  private async close(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    this.node.port.postMessage({ close: true });
    // The last block of sound comes behind that message.
    await new Promise((settled) => setTimeout(settled, 150));
    this.letGo();
    if (this.practice || !this.committing) {
      this.to.over([`${this.strokes} strokes heard. Nothing is on record.`]);
      return;
    }
    this.send(this.committing.commit());
    try {
      await this.sending;
      const { told } = await auditions.handIn(this.audition, this.opened.attempt, this.committing.recorded);
      this.to.over(told);
    } catch (error) {
      this.to.failed(error);
    }
  }

  /** The player leaves: the attempt is used up. */
  async leave(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    this.letGo();
    if (this.practice) {
      this.to.over([`${this.strokes} strokes heard. Nothing is on record.`]);
      return;
    }
    try {
      this.to.over((await auditions.leave(this.audition, this.opened.attempt, this.bar)).told);
    } catch (error) {
      this.to.failed(error);
    }
  }

  private letGo(): void {
    clearInterval(this.timer);
    this.stopMidi?.();
    this.source?.disconnect();
    this.node.disconnect();
  }
}
