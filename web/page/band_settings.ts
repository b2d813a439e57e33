// What a band is asked for: the song, the dial, the tempo, and under More how long, how, and who plays.
import { choice, field, h, number, toggle } from "./dom.ts";
import { listening } from "./drill_view.ts";
import type { BandChoices, BandSong } from "./generated/band_told.ts";
import { dialOf, tempoOf, type KeptBand, type KeptSong } from "./model/band_model.ts";

const kOwn = "own";
const kLastNote = 127;
const kVolumes: [string, string][] = [
  ["6", "loud"],
  ["0", "as usual"],
  ["-8", "soft"],
  ["-16", "softer"],
];

/** From hold to follow: the number and what it means. */
function dial(wishes: KeptBand, choices: BandChoices, song: BandSong, changed: () => void): HTMLElement {
  const { low, high } = choices.ranges.follow;
  const now = dialOf(wishes, choices, song);
  const told = h("output", {});
  const range = h("input", {
    type: "range",
    min: low,
    max: high,
    step: 5,
    value: String(now),
    list: "band-dial",
  });
  const tell = () => {
    const value = Number(range.value);
    const words =
      value === 0 ? "0, holds like a click" : value === high ? `${value}, follows` : String(value);
    told.textContent = words;
    range.setAttribute("aria-valuetext", words);
  };
  range.addEventListener("input", () => {
    wishes.follow = Number(range.value);
    tell();
    changed();
  });
  tell();
  return h(
    "label",
    { class: "field band-dial" },
    h("span", {}, "Hold or follow"),
    h("span", { class: "band-dial-row" }, "hold", range, "follow", told),
    h("small", {}, "Over 25 with an e-kit, or once Setup has measured the round trip."),
  );
}

/** What stands first. `chosen` is called with another song. */
export function bandControls(
  wishes: KeptBand,
  choices: BandChoices,
  song: BandSong,
  changed: () => void,
  chosen: (song: KeptSong) => void,
): HTMLElement {
  const { builtin } = wishes.song!;
  const songs = choices.songs.map(({ name, title }): [string, string] => [name, title]);
  if (!builtin) songs.unshift([kOwn, song.title || "Your chart"]);
  const ofFile = song.titles.map((title, i): [string, string] => [String(i + 1), `${i + 1}. ${title}`]);
  return h(
    "div",
    { class: "controls" },
    field(
      "Song",
      choice(songs, builtin || kOwn, (name) => {
        if (name !== kOwn) chosen({ builtin: name, name: "", bytes: "", number: 1 });
      }),
    ),
    ofFile.length > 1
      ? field(
          "Of the file",
          choice(ofFile, String(song.number), (which) => chosen({ ...wishes.song!, number: Number(which) })),
        )
      : null,
    dial(wishes, choices, song, changed),
    field(
      "Tempo, BPM",
      number(tempoOf(wishes, choices, song), choices.ranges.bpm, (bpm) => {
        wishes.bpm = bpm;
        changed();
      }),
    ),
    listening(),
  );
}

/** What stands under More. */
export function moreControls(
  wishes: KeptBand,
  { ranges, styles }: BandChoices,
  song: BandSong,
  open: boolean,
  changed: () => void,
  volume: (db: number) => void,
): HTMLElement {
  const keep =
    <K extends keyof KeptBand>(key: K) =>
    (value: KeptBand[K]) => {
      wishes[key] = value;
      changed();
    };
  const bars = (count: number, words: string): [string, string] => [String(count), words];
  const trades = [0, 2, 4, 8, 12].map((count) => bars(count, count === 0 ? "no" : `${count} bars`));
  const solos = [
    bars(-1, "as written"),
    bars(0, "open, until the cue"),
    ...[8, 16, 32].map((count) => bars(count, `${count} bars`)),
  ];
  return h(
    "details",
    { class: "more", open },
    h("summary", {}, "More"),
    h(
      "div",
      { class: "controls" },
      field(
        "Count-in, bars",
        number(wishes.countIn < 0 ? ranges.count_in.first : wishes.countIn, ranges.count_in, keep("countIn")),
      ),
      field("Times through", number(wishes.times || ranges.times.first, ranges.times, keep("times"))),
      field(
        "Trade",
        choice(trades, String(wishes.trade), (value) => keep("trade")(Number(value))),
      ),
      song.solo
        ? field(
            "The drum solo",
            choice(solos, String(wishes.solo), (value) => keep("solo")(Number(value))),
          )
        : null,
      field(
        "Style",
        choice(
          [["", `the song's (${song.style})`], ...styles.map((name): [string, string] => [name, name])],
          wishes.style,
          keep("style"),
        ),
      ),
      field(
        "Who plays",
        choice(
          [
            ["", "everybody"],
            ["keys", "without keys"],
            ["bass", "without bass"],
          ],
          wishes.mute,
          keep("mute"),
        ),
      ),
      field("Louder and softer with you, dB", number(wishes.answer, ranges.answer, keep("answer"))),
      field(
        "A pad that is the cue, MIDI note",
        h("input", {
          type: "number",
          min: 0,
          max: kLastNote,
          placeholder: "none",
          value: wishes.cueNote < 0 ? "" : String(wishes.cueNote),
          onchange: ({ target }: Event) => {
            const { value, validity } = target as HTMLInputElement;
            keep("cueNote")(value === "" || !validity.valid ? -1 : Math.round(Number(value)));
          },
        }),
      ),
      field(
        "MIDI clock to an output called",
        h("input", {
          type: "text",
          maxlength: "100",
          placeholder: "nothing",
          spellcheck: "false",
          value: wishes.clockTo,
          onchange: ({ target }: Event) => keep("clockTo")((target as HTMLInputElement).value.trim()),
        }),
      ),
      field(
        "Volume",
        choice(kVolumes, String(wishes.db), (value) => {
          keep("db")(Number(value));
          volume(Number(value));
        }),
      ),
      h("div", { class: "toggles" }, toggle("The bass goes on while you trade", wishes.walk, keep("walk"))),
    ),
    h(
      "p",
      { class: "how" },
      song.fermata
        ? song.drums
          ? "At a fermata the band waits for your next stroke."
          : "The song has a fermata, and no drum chart by which the band could wait there."
        : "",
    ),
  );
}
