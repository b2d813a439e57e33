// A film that firstchair cut made, in the page: its strip, a cut that is dragged to a stroke, the film rendered again.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { firstchair, strokesWav } from "./browser.mjs";
import {
  begin,
  end,
  eventually,
  folder,
  found,
  kDeskAndPhone,
  photograph,
  picture,
  problems,
  tab,
} from "./suite.mjs";

const film = join(folder, "film");
const file = (name) => join(film, name);
const cuts = () => JSON.parse(readFileSync(file("cut.json"), "utf8")).shots.map(({ from_s }) => from_s);

const camera = (name, kind, lines) => ({
  name,
  files: [`${name}.mp4`],
  kind,
  shows: lines.map((line) => ({ line, x: 0.4, y: 0.6, z: 21 })),
  rate: [25, 1],
  size: [160, 90],
  length_s: 12,
  picture_late_s: 0,
  seen_late_s: 0.012,
  seen_late_95_s: 0.003,
  placement: {
    grade: "exact",
    pieces: [{ from_s: 0, to_s: 12, offset_s: 0, ppm: 20.1 }],
    offset_95_s: 0.0004,
    ppm_95: 0.2,
    between_ways_s: 0.0003,
    residual_s: 0.0002,
    inliers: 0.98,
    strokes: 40,
    paired: 38,
    overlap_s: 12,
    also_at_s: [],
  },
});

// Two cameras, red and blue; strokes every half second; four shots.
before(async () => {
  mkdirSync(film, { recursive: true });
  for (const [name, colour] of [
    ["hands", "red"],
    ["wide", "blue"],
  ])
    execFileSync("ffmpeg", [
      ...["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", `color=${colour}:s=160x90:r=25:d=12`],
      ...["-f", "lavfi", "-i", "sine=d=12", "-c:v", "libx264", "-preset", "ultrafast", file(`${name}.mp4`)],
    ]);
  const at = [0, 2.96, 5.96, 8.96, 12];
  const written = {
    format: "firstchair.cut",
    version: 1,
    title: "A take",
    rate: [25, 1],
    size: [160, 90],
    from_s: 0,
    to_s: 12,
    sound: null,
    sound_camera: "wide",
    style: "cover",
    seed: 1,
    cameras: [camera("hands", "hands", ["snare", "hat"]), camera("wide", "kit", [])],
    shots: at.slice(0, -1).map((from_s, s) => ({
      camera: s % 2 ? "wide" : "hands",
      from_s,
      to_s: at[s + 1],
      stroke_s: from_s + 0.04,
      why: s ? `bar ${s + 1} beat 1, crash, tension .50` : "",
    })),
    phrases_s: [],
    tension: [
      [0, 0.2],
      [12, 0.9],
    ],
    marks: Array.from({ length: 23 }, (_, k) => ({
      at_s: (k + 1) / 2,
      line: k % 2 ? "snare" : "kick",
      strength: k % 4 ? 0.4 : 0.9,
      bar: 1 + Math.floor(k / 4),
      beat: 1 + (k % 4),
    })),
  };
  writeFileSync(file("cut.json"), JSON.stringify(written));
  writeFileSync(
    file("residuals.csv"),
    `at_s,off_ms,on_line,camera\n${Array.from({ length: 40 }, (_, k) => `${k / 4},${(k % 5) / 10 - 0.2},${k % 9 ? 1 : 0},hands\n`).join("")}`,
  );
  execFileSync(firstchair, ["cut", "render", file("cut.json")]);
  writeFileSync(file("film.edl"), "TITLE: of other cuts");
  await begin({
    window: kDeskAndPhone[0],
    hash: "film",
    wav: strokesWav([0.5], 1),
    more: ["--film", film],
  });
  await tab.waitForSelector(".film-strip svg");
});
after(end);

const words = () => tab.textContent("main");
const box = () => tab.locator(".strip-room svg").boundingBox();
const secondAt = async (x) => ((x - (await box()).x) / (await box()).width) * 12;
const placeOf = async (s) => (await box()).x + ((await box()).width * s) / 12;

test("the page shows the film, its shots and its cameras, and a link to it", async () => {
  assert.strictEqual(await tab.title(), "Film – firstchair");
  assert.strictEqual(await tab.locator("nav a[href='#film']").isVisible(), true);
  assert.match(await words(), /0:12, 4 shots, 15\.0 cuts a minute, style cover/);
  assert.match(await words(), /exact: begins at 0\.000 s \(±0\.4 ms\)/);
  assert.match(
    await words(),
    /shows snare, hat; its picture is 12 ms later than its sound \(±3\); \d+ % of the film/,
  );
  assert.strictEqual(await tab.locator(".film-strip .shot").count(), 4);
  assert.strictEqual(await tab.locator(".film-strip .stroke").count(), 23);
  assert.strictEqual(await tab.locator(".residuals circle").count(), 35);
  assert.strictEqual(await tab.locator(".residuals .off-line").count(), 5);
  await eventually(() => tab.evaluate(() => document.querySelector("video").duration > 11.5));
});

test("a cut that is dragged goes to the nearest stroke and is written", async () => {
  await tab.locator(".film-cameras").scrollIntoViewIfNeeded();
  const y = (await box()).y + 70;
  await tab.mouse.move(await placeOf(2.96), y);
  await tab.mouse.down();
  await tab.mouse.move(await placeOf(4.6), y, { steps: 4 });
  assert.ok(
    Math.abs(
      (await secondAt(await tab.locator(".ghost").evaluate((e) => e.getBoundingClientRect().x))) - 4.5,
    ) < 0.05,
  );
  await tab.mouse.up();
  await eventually(() => cuts()[1] === 4.48);
  await picture("film");
  assert.deepStrictEqual(cuts(), [0, 4.48, 5.96, 8.96]);
  await eventually(async () => /moved by hand, bar 3 beat 1, kick/.test(await words()));
  assert.match(await words(), /Cuts were moved/);
  assert.match(await words(), /film\.edl is of other cuts: rendering again writes it anew/);
});

test("keys move the chosen cut from stroke to stroke, never past its neighbours", async () => {
  const handle = tab.getByRole("slider", { name: "Cut 1 of 3" });
  await handle.focus();
  await tab.keyboard.press("ArrowRight");
  await eventually(() => cuts()[1] === 4.96);
  for (let press = 0; press < 4; ++press) {
    await tab.waitForTimeout(150);
    await tab.keyboard.press("ArrowRight");
  }
  await eventually(() => cuts()[1] === 5.48);
  await tab.getByRole("button", { name: "Next cut" }).click();
  await tab.getByRole("slider", { name: "Cut 2 of 3" }).focus();
  await tab.keyboard.press("ArrowLeft");
  await tab.waitForTimeout(300);
  assert.strictEqual(cuts()[2], 5.96); // no stroke is left between it and the cut before
});

test("the film is rendered again, with the cut where it was moved", async () => {
  const size = () => statSync(file("film.mp4")).mtimeMs;
  const was = size();
  await tab.getByRole("button", { name: "Render again" }).click();
  await eventually(() => size() > was);
  await eventually(async () => !/Cuts were moved|being rendered|of other cuts/.test(await words()));
  assert.match(readFileSync(file("film.edl"), "utf8"), /FROM CLIP NAME/);
  const seen = (at) =>
    execFileSync("ffmpeg", [
      ...["-v", "error", "-ss", String(at), "-i", file("film.mp4"), "-frames:v", "1"],
      ...["-vf", "scale=1:1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
    ]);
  const [red, blue] = [seen(5.3), seen(5.6)];
  assert.ok(red[0] > 150 && red[2] < 90, String([...red]));
  assert.ok(blue[2] > 150 && blue[0] < 90, String([...blue]));
});

test("nothing on the way was an error, and axe found nothing serious", async () => {
  await photograph("film", kDeskAndPhone);
  assert.deepStrictEqual(problems, []);
  assert.deepStrictEqual(found, []);
});
