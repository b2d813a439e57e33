// An acoustic kit, struck drum by drum: through the microphone, from a recording, as a file; and what is heard with it.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { drumsWav } from "./browser.mjs";
import {
  begin,
  context,
  end,
  ended,
  eventually,
  found,
  go,
  kDeskAndPhone,
  keep,
  kept,
  photograph,
  playing,
  problems,
  server,
  tab,
  until,
} from "./suite.mjs";

const kEvery = 0.8; // seconds between strokes
const run = (at, voice) => Array.from({ length: 4 }, (_, i) => [at + kEvery * i, voice]);
// The second drum waits until a busy machine, too, has asked for it.
const struck = drumsWav([...run(1.5, "kick"), ...run(10, "hat_closed")], 16);
// A bar of eighths, twice, to be heard with the kit's sound.
const played = drumsWav(
  Array.from({ length: 16 }, (_, i) => [1 + 0.3 * i, i % 4 === 0 ? "kick" : "hat_closed"]),
  7,
);
const wav = (name, buffer) => ({ name, mimeType: "audio/wav", buffer });
const said = () => tab.textContent(".kit-said");
const lines = () => tab.$$eval(".kit-sound .plain-list li", (all) => all.map((one) => one.textContent));

before(() => begin({ window: kDeskAndPhone[0], wav: struck, hash: "setup" }));
after(end);

async function choose(...names) {
  const boxes = tab.locator(".kit-sound .toggles input");
  for (let i = 0; i < (await boxes.count()); ++i) {
    const name = await tab.locator(".kit-sound .toggles label").nth(i).innerText();
    await boxes.nth(i).setChecked(names.includes(name.trim()));
  }
}

test("a kit that is struck drum by drum is asked for, learnt, told, and kept here and beside the book", async () => {
  await photograph("kit-before", kDeskAndPhone);
  await choose("Kick", "Hat closed");
  await tab.getByRole("button", { name: "Strike the drums" }).click();
  await until(() => /^Strike the kick: [1-4] of 4$/.test(document.querySelector(".kit-said").textContent));
  assert.ok(await tab.isVisible("text=Leave this drum out"));
  assert.ok(!(await tab.isVisible("text=Learn from a recording")));
  await photograph("kit-striking", kDeskAndPhone);
  await until(() => /^Strike the hat closed/.test(document.querySelector(".kit-said").textContent), 60000);
  // The sound that begins may be told as a stroke that is too soft.
  assert.deepStrictEqual(
    (await lines()).filter((line) => !/too soft/.test(line)),
    ["kick: learnt."],
  );
  await until(() => /^Learnt\./.test(document.querySelector(".kit-said").textContent), 60000);
  assert.match(await said(), /in this browser and beside the book/);
  const told = await lines();
  assert.match(told[0], /^kick: [34] strokes/);
  assert.match(told[1], /^hat closed: [34] strokes/);
  const sound = JSON.parse((await kept()).kitSounds[""]);
  assert.deepStrictEqual(
    sound.drums.map(({ voice }) => voice),
    ["kick", "hat_closed"],
  );
  const { origin, searchParams } = new URL(server.address);
  const headers = { "X-Firstchair-Token": searchParams.get("token") };
  const beside = await (await fetch(`${origin}/api/kit_sounds`, { headers })).json();
  assert.deepStrictEqual(
    beside.kit_sounds.map(({ id, sound }) => [id, JSON.parse(sound)]),
    [["my-kit", sound]],
  );
  assert.ok(!(await tab.isVisible("text=Leave this drum out")));
  await photograph("kit-learnt", kDeskAndPhone);
});

test("what was learnt is saved as the program's file, forgotten, and opened again", async () => {
  const before = (await kept()).kitSounds[""];
  const [file] = await Promise.all([
    tab.waitForEvent("download"),
    tab.getByRole("button", { name: "Save it as a file" }).click(),
  ]);
  assert.strictEqual(file.suggestedFilename(), "my-kit.sound.json");
  const bytes = readFileSync(await file.path());
  assert.strictEqual(bytes.toString(), before);
  await tab.getByRole("button", { name: "Forget it" }).click();
  assert.deepStrictEqual((await kept()).kitSounds, {});
  const open = (buffer) =>
    tab.setInputFiles("#kit-file", { name: "my-kit.sound.json", mimeType: "application/json", buffer });
  await open(Buffer.from("{}"));
  await until(() => /no "id"|format/.test(document.querySelector(".kit-said").textContent));
  assert.ok(!/firstchair kit/.test(await said()));
  await open(bytes);
  await until(() => /is heard with/.test(document.querySelector(".kit-said").textContent));
  assert.strictEqual((await kept()).kitSounds[""], before);
});

test("a recording of the strokes is the same kit, and the lines say the seconds", async () => {
  await choose("Kick", "Hat closed");
  await tab.setInputFiles("#kit-recording", wav("kit.wav", struck));
  await until(() => /^Learnt\./.test(document.querySelector(".kit-said").textContent), 60000);
  assert.match((await lines())[0], /^kick: 4 strokes, 1\.5 to 3\.9 s/);
  await tab.setInputFiles("#kit-recording", wav("kick.wav", drumsWav(run(1, "kick").slice(0, 3), 5)));
  await until(() => /^Nothing was learnt/.test(document.querySelector(".kit-said").textContent), 60000);
  assert.match((await lines()).join(" "), /3 strokes heard are not 2 drums/);
  assert.ok((await kept()).kitSounds[""]); // what was learnt before stays
});

async function heardTake() {
  await go("takes");
  await tab.setInputFiles("#take-file", wav("groove.wav", played));
  await until(() => location.hash.startsWith("#take/"), 60000);
  const id = (await tab.evaluate(() => location.hash)).slice("#take/".length);
  return tab.evaluate(async (name) => {
    const takes = await (await navigator.storage.getDirectory()).getDirectoryHandle("takes");
    const folder = await takes.getDirectoryHandle(name);
    const text = async (file) => (await (await folder.getFileHandle(file)).getFile()).text();
    return { take: JSON.parse(await text("take.json")), html: await text("take.html") };
  }, id);
}

test("a recording is heard with it, and take, report and book say so; switched off, without", async () => {
  const { take, html } = await heardTake();
  assert.deepStrictEqual(take.source.kit_sound, { name: "my-kit", used: true });
  assert.match(html, /my-kit/);
  assert.ok(take.hits.every(({ voice }) => voice === "kick" || voice === "hat_closed"));
  await eventually(async () => {
    const { origin, searchParams } = new URL(server.address);
    const headers = { "X-Firstchair-Token": searchParams.get("token") };
    const { takes } = await (await fetch(`${origin}/api/book/takes`, { headers })).json();
    if (takes.length === 0) return false;
    const there = await (await fetch(`${origin}/api/book/takes/${takes[0].id}`, { headers })).json();
    assert.deepStrictEqual(there.source.kit_sound, take.source.kit_sound);
    return true;
  });
  await keep({ useKitSound: false });
  assert.strictEqual((await heardTake()).take.source.kit_sound, undefined);
  await keep({ useKitSound: true });
});

test("a drill is heard again with it when it is over", async () => {
  await go("drill", { times: 8, bpm: 160, countIn: 1 });
  await tab.getByRole("button", { name: "Start", exact: true }).click();
  await playing();
  await ended();
  const told = await eventually(() =>
    tab.evaluate(async () => {
      const takes = await (await navigator.storage.getDirectory()).getDirectoryHandle("takes");
      for await (const folder of takes.values()) {
        const text = async (file) => (await (await folder.getFileHandle(file)).getFile()).text();
        const about = JSON.parse(await text("about.json"));
        if (about.mode) continue;
        const { ear, source } = JSON.parse(await text("take.json").catch(() => "{}"));
        if (ear?.startsWith("file-")) return { used: source.kit_sound, kept: !!about.kitSound };
      }
      return undefined;
    }),
  );
  assert.deepStrictEqual(told.used?.name, "my-kit");
  assert.ok(told.kept); // a take that is cut off is judged with it at the next visit
});

test("a kit's sound of another ear is said and left out, and the recording is heard", async () => {
  const sound = JSON.parse((await kept()).kitSounds[""]);
  await keep({ kitSounds: { "": JSON.stringify({ ...sound, ear: "file-ear-0000000000000000.weights" }) } });
  assert.strictEqual((await heardTake()).take.source.kit_sound, undefined);
  assert.match(
    await tab.innerText("body"),
    /Heard without the kit's sound: .*made for another|Heard without/,
  );
});

test("nothing was wrong in any window", () => {
  assert.deepStrictEqual(problems, []);
  assert.deepStrictEqual(found, []);
  assert.ok(context);
});
