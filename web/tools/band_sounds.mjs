// node tools/band_sounds.mjs SOUNDFONT.sf3 OUT: the few instruments of the page's band, cut out of MuseScore's General
// MIDI soundfont (Debian: musescore-general-soundfont-small) as they lie in it: Ogg Vorbis, a note each.
// data/sounds/band.sounds was made by it. OUT is the length of a header (4 bytes, little endian), the header as JSON,
// and the notes.
import { readFileSync, writeFileSync } from "node:fs";

const [font, out] = process.argv.slice(2);
if (!font || !out) throw new Error("usage: node tools/band_sounds.mjs SOUNDFONT.sf3 OUT");

// `programs`: General MIDI, from 0, that it stands for. `notes`: MIDI, of which the zone of each is taken; `velocity`
// picks the layer.
const kInstruments = [
  { name: "upright bass", preset: 32, programs: [32, 32], notes: [28, 29, 36, 41, 46, 54], velocity: 80 },
  {
    name: "electric bass",
    preset: 33,
    programs: [33, 39],
    notes: [28, 30, 32, 36, 41, 43, 48],
    velocity: 80,
  },
  { name: "piano", preset: 0, programs: [0, 3], notes: [52, 57, 62, 67, 72, 79], velocity: 70 },
  { name: "electric piano", preset: 4, programs: [4, 7], notes: [48, 55, 60, 67, 72, 79], velocity: 70 },
  { name: "organ", preset: 16, programs: [16, 23], notes: [60], velocity: 80 },
  { name: "guitar", preset: 24, programs: [24, 31], notes: [48, 52, 57, 62, 67, 72, 79], velocity: 80 },
];
const kLicence =
  "From MuseScore_General (soundfont), adaptation copyright 2018-2021 S. Christian Collins; basses, electric piano, organ " +
  "and guitar: Fluid (R3) Mono GM, copyright 2014-2017 Michael Cowgill, of Fluid (R3) GM, copyright 2000-2002, 2008 Frank " +
  "Wen; piano: Splendid Grand, public domain. MIT licence: Permission is hereby granted, free of charge, to any person " +
  'obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without ' +
  "restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, " +
  "and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the " +
  "following conditions: The above copyright notice and this permission notice shall be included in all copies or " +
  'substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR ' +
  "IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND " +
  "NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER " +
  "LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE " +
  "SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.";

// Numbers of SoundFont 2.04's generators.
const kGenerator = {
  decay: 36,
  release: 38,
  instrument: 41,
  keys: 43,
  velocities: 44,
  coarse: 51,
  fine: 52,
  sample: 53,
};

const bytes = readFileSync(font);
const sampleData = bytes.indexOf("smpl") + 8;
const chunks = {};
for (let at = bytes.lastIndexOf("pdta") + 4; at + 8 <= bytes.length;) {
  const size = bytes.readUInt32LE(at + 4);
  chunks[bytes.toString("latin1", at, at + 4)] = bytes.subarray(at + 8, at + 8 + size);
  at += 8 + size;
}
const rows = (name, size, read) =>
  Array.from({ length: chunks[name].length / size }, (_, i) =>
    read(chunks[name].subarray(i * size, (i + 1) * size)),
  );
const bags = (name) => rows(name, 4, (row) => row.readUInt16LE(0));
const generators = (name) =>
  rows(name, 4, (row) => ({ is: row.readUInt16LE(0), value: row.readInt16LE(2), range: [row[2], row[3]] }));
const presets = rows("phdr", 38, (row) => ({
  preset: row.readUInt16LE(20),
  bank: row.readUInt16LE(22),
  bag: row.readUInt16LE(24),
}));
const instruments = rows("inst", 22, (row) => row.readUInt16LE(20));
const samples = rows("shdr", 46, (row) => ({
  name: row.toString("latin1", 0, 20).replace(/\0.*/, ""),
  from: row.readUInt32LE(20),
  to: row.readUInt32LE(24),
  loop: [row.readUInt32LE(28), row.readUInt32LE(32)],
  rate: row.readUInt32LE(36),
  root: row[40],
  cents: row.readInt8(41),
}));
const [pbag, pgen, ibag, igen] = [bags("pbag"), generators("pgen"), bags("ibag"), generators("igen")];

/** The zones of a bag: what holds for all, under what each has of its own. */
function zones(from, to, bag, gen, holder) {
  let all = new Map();
  const found = [];
  for (let i = from; i < to; ++i) {
    const own = new Map(gen.slice(bag[i], bag[i + 1]).map((one) => [one.is, one]));
    if (own.has(holder)) found.push(new Map([...all, ...own]));
    else if (i === from) all = own;
  }
  return found;
}
const inside = (zone, is, value) => {
  const range = zone.get(is)?.range ?? [0, 127];
  return value >= range[0] && value <= range[1];
};
const seconds = (zone, is, more, otherwise) => {
  const cents = (zone.get(is)?.value ?? -12000) + (more.get(is)?.value ?? 0);
  return cents <= -12000 ? otherwise : Number((2 ** (cents / 1200)).toFixed(4));
};

const notes = [];
let at = 0;
const header = {
  licence: kLicence,
  instruments: kInstruments.map(({ name, preset, programs, notes: wanted, velocity }) => {
    const i = presets.findIndex((one) => one.preset === preset && one.bank === 0);
    const layers = zones(presets[i].bag, presets[i + 1].bag, pbag, pgen, kGenerator.instrument);
    const found = wanted.map((note) => {
      for (const layer of layers) {
        if (!inside(layer, kGenerator.velocities, velocity) || !inside(layer, kGenerator.keys, note))
          continue;
        const k = layer.get(kGenerator.instrument).value & 0xffff;
        const zone = zones(instruments[k], instruments[k + 1], ibag, igen, kGenerator.sample).find((one) =>
          inside(one, kGenerator.keys, note),
        );
        if (!zone) continue;
        const sample = samples[zone.get(kGenerator.sample).value & 0xffff];
        const sound = bytes.subarray(sampleData + sample.from, sampleData + sample.to);
        if (sound.toString("latin1", 0, 4) !== "OggS") throw new Error(`${sample.name} is not Ogg Vorbis`);
        notes.push(sound);
        at += sound.length;
        return {
          root: sample.root,
          cents:
            sample.cents +
            100 * (zone.get(kGenerator.coarse)?.value ?? 0) +
            (zone.get(kGenerator.fine)?.value ?? 0),
          decay_s: seconds(zone, kGenerator.decay, layer, 100), // until 100 dB less
          release_s: seconds(zone, kGenerator.release, layer, 0.1),
          loop_s: sample.loop.map((frame) => frame / sample.rate),
          at: at - sound.length,
          size: sound.length,
        };
      }
      throw new Error(`${name} has no note ${note}`);
    });
    return { name, programs, notes: found };
  }),
};
const head = Buffer.from(JSON.stringify(header));
const length = Buffer.alloc(4);
length.writeUInt32LE(head.length);
writeFileSync(out, Buffer.concat([length, head, ...notes]));
console.log(`${out}: ${4 + head.length + at} bytes`);
