// The school, from its first link to a comment that is read: an admin, a teacher at a desk, a student on a phone.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { addKit, chrome, firstchair, serveSchool, strokesWav } from "./browser.mjs";
import { kNotes, kRock, strike, strokesOf } from "./groove.mjs";
import { eventually, folder, found, lookAt, photograph, problems, watched } from "./suite.mjs";
import { writeFileSync } from "node:fs";

const kBpm = 400;
const kBars = 12;
const kTitle = `Plain rock at ${kBpm}`;
const kDesk = [1366, 768];
const kPhone = [390, 844];
let server, browser, invite;
const people = {}; // name: {context, tab}

before(async () => {
  const database = join(folder, "school.sqlite");
  const said = execFileSync(
    firstchair,
    [
      ...["school", "init", "--database", database, "--name", "Lessing", "--country", "DE"],
      ...["--retention", "standard", "--admin", "Ada Kern"],
    ],
    { encoding: "utf8", env: { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder } },
  );
  invite = /#join\/(\S+)/.exec(said)[1];
  server = await serveSchool(database);
  const wav = join(folder, "silence.wav");
  writeFileSync(wav, strokesWav([0.5], 1));
  browser = await chrome(wav);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Somebody with a browser of their own. */
async function comes(name, [width, height]) {
  const context = await browser.newContext({ viewport: { width, height }, permissions: ["microphone"] });
  await addKit(context);
  const tab = watched(await context.newPage());
  people[name] = { context, tab };
  return tab;
}
const at = async (tab, hash) => {
  await tab.goto(`${server.address}/#${hash}`);
  await tab.reload();
  await tab.waitForSelector("html[data-started]");
};
const ready = (tab, view) => tab.waitForSelector(`main[data-ready="${view}"]`);
const press = (tab, name) => tab.getByRole("button", { name, exact: true }).click();
const says = (tab, words) =>
  tab.waitForFunction((text) => document.querySelector("main").innerText.includes(text), words, {
    polling: 50,
    timeout: 15000,
  });

async function joins(tab, code, given, name, login) {
  await at(tab, `join/${code}`);
  await tab.getByLabel("Given name").fill(given);
  await tab.getByLabel("Family name").fill(name);
  await tab.getByLabel("Name to log in by").fill(login);
  await tab.getByLabel("Password").fill("correct horse");
}
/** What this browser remembers, and the page anew. */
async function settings(tab, wishes) {
  await tab.evaluate((more) => {
    const kept = JSON.parse(localStorage.getItem("firstchair") ?? "{}");
    localStorage.setItem("firstchair", JSON.stringify({ ...kept, ...more }));
  }, wishes);
  await tab.reload();
}
let classLink;

/** The code that an authenticator shows now (RFC 6238). */
function codeOf(secret, later = 0) {
  const bits = [...secret].map((c) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"),
  );
  const key = Buffer.from(
    bits
      .join("")
      .match(/.{8}/g)
      .map((byte) => parseInt(byte, 2)),
  );
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + later));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}

test("the link of init makes the admin, who invites a teacher", async () => {
  const tab = await comes("admin", kDesk);
  await joins(tab, invite, "Ada", "Kern", "ada");
  lookAt(tab);
  await photograph("school-join", [kDesk, kPhone]);
  await press(tab, "Join");
  await ready(tab, "account");
  await says(tab, "nothing else opens before");
  await press(tab, "Set it up");
  await says(tab, "Read this with an authenticator");
  assert.ok(await tab.locator(".qr").isVisible());
  people.admin.secret = (await tab.textContent(".second code")).replace(/ /g, "");
  await photograph("school-second-factor", [kDesk, kPhone]);
  await tab.getByLabel("Code", { exact: true }).fill(codeOf(people.admin.secret));
  await press(tab, "Confirm");
  await says(tab, "Keep these on paper");
  people.admin.codes = await tab.locator(".codes code").allTextContents();
  assert.strictEqual(people.admin.codes.length, 10);
  await tab.getByRole("link", { name: "They are kept" }).click();
  await ready(tab, "school");
  await tab.locator("nav").getByRole("link", { name: "People" }).click();
  await ready(tab, "people");
  await says(tab, "Kern, Ada");
  await press(tab, "Make a link");
  const link = await tab.getByLabel("Link to share").inputValue();
  assert.match(link, /\/#join\/1-[0-9a-f]+$/);
  people.admin.link = link.split("/").at(-1);
  await photograph("school-people", [kDesk, kPhone]);
  await at(tab, "log");
  await says(tab, "person 1, admin");
  await photograph("school-log", [kDesk, kPhone]);
});

test("a teacher makes a class and one link for it", async () => {
  const tab = await comes("teacher", kDesk);
  await joins(tab, people.admin.link, "Grace", "Hopper", "grace");
  await press(tab, "Join");
  await ready(tab, "school");
  await tab.getByLabel("Its name").fill("7b drums");
  await press(tab, "Make it");
  await ready(tab, "class");
  await says(tab, "Nobody is here yet");
  await press(tab, "Make a link");
  const link = await tab.getByLabel("Link to share").inputValue();
  classLink = link.split("/").at(-1);
  // The link is no longer told: only that there is one.
  await tab.reload();
  await ready(tab, "class");
  assert.strictEqual(await tab.getByLabel("Link to share").count(), 0);
  await says(tab, "For 30 more (student)");
});

test("an assignment is a chart and one press, and one's own chart becomes the school's", async () => {
  const { tab } = people.teacher;
  await settings(tab, { library: [{ id: "own-1", title: "Plain rock", versions: [kRock] }] });
  await ready(tab, "class");
  await tab.getByRole("link", { name: "Assign something" }).click();
  await ready(tab, "assign");
  await tab.getByLabel("Chart").selectOption({ label: "Plain rock" });
  await tab.waitForFunction(() =>
    /Plain rock/.test(document.querySelector(".assign").querySelectorAll("input[type=text]")[0].value),
  );
  await tab.getByLabel("Tempo, BPM").fill(String(kBpm));
  await tab.getByLabel("Tempo, BPM").blur();
  assert.strictEqual(await tab.getByLabel("Title").inputValue(), kTitle);
  await tab.getByRole("button", { name: /^Leave out: hat/ }).click();
  await tab.getByText("More", { exact: true }).click();
  await tab.getByLabel("Bars at least").fill(String(kBars));
  await tab.getByLabel("Bars at least").blur();
  lookAt(tab);
  await photograph("school-assign", [kDesk, kPhone]);
  await press(tab, "Assign");
  await ready(tab, "class");
  await says(tab, "Nobody is here yet");
});

test("a student comes in on a phone, and sees what is asked", async () => {
  const tab = await comes("student", kPhone);
  await joins(tab, classLink, "Konrad", "Zuse", "konrad");
  await press(tab, "Join");
  await ready(tab, "school");
  await says(tab, kTitle);
  await tab.getByRole("link", { name: kTitle }).click();
  await ready(tab, "work");
  await says(tab, "2 takes running");
  lookAt(tab);
  await photograph("school-work", [kPhone]);
});

/** One take of the drill as it stands, on the kit. */
async function plays(tab, change, bars = kBars, bpm = kBpm) {
  await tab.locator(".drill button.start").click();
  await tab.waitForFunction(() => document.body.classList.contains("playing"));
  await tab.evaluate(strike, [strokesOf(bars, change), bpm]);
  await tab.waitForFunction(() => !document.body.classList.contains("playing"), undefined, {
    timeout: 60000,
  });
}

test("what is played to its end is handed in, and the page says how near it is", async () => {
  const { tab } = people.student;
  await settings(tab, { input: "midi", countIn: 1 });
  await ready(tab, "work");
  await press(tab, "Play and hand in");
  await ready(tab, "drill");
  assert.match(await tab.textContent(".handing"), /Every take that is played to its end is handed in/);
  await plays(tab, (eighth, voice) => [[eighth, kNotes[voice], 3 * Math.sin(eighth)]]);
  await says(tab, "Handed in.");
  await says(tab, "1 of 2 takes running");
  lookAt(tab);
  await photograph("school-handed-in", [kPhone]);
});

test("without the school a take waits here, and is sent when it answers", async () => {
  const { tab, context } = people.student;
  await context.setOffline(true);
  await plays(tab);
  await says(tab, "Kept here, not sent.");
  await tab.waitForFunction(() => /not sent \(1\)/.test(document.querySelector(".waiting").textContent)); // a moment later
  await context.setOffline(false);
  await tab.evaluate(() => dispatchEvent(new Event("online")));
  await says(tab, "Handed in.");
  await tab.waitForSelector(".waiting", { state: "hidden" });
});

test("the teacher sees the standing with its interval, and pins a comment to bar 12 beat 3", async () => {
  const { tab } = people.teacher;
  await tab.reload();
  await ready(tab, "class");
  await says(tab, "Zuse, Konrad");
  const cell = await tab.textContent(".gradebook .grade");
  assert.match(cell, /passed/);
  assert.match(cell, /0\.0 \(0\.0 to \d\.\d\)/, "no slip, with its interval");
  lookAt(tab);
  await photograph("school-class", [kDesk, kPhone]);
  await tab.click(".gradebook .grade");
  await ready(tab, "student");
  await tab.getByRole("link", { name: /Take 1/ }).click();
  await ready(tab, "submission");
  await tab.getByLabel("Bar", { exact: true }).fill("12");
  await tab.getByLabel("Beat", { exact: true }).fill("3");
  await tab.getByLabel("Comment", { exact: true }).fill("elbow");
  await press(tab, "Pin it");
  await says(tab, "Bar 12, beat 3");
  assert.strictEqual(await tab.locator(".comment-pin").count(), 1);
  await photograph("school-submission", [kDesk, kPhone]);
});

test("the student reads it where it lies", async () => {
  const { tab } = people.student;
  await at(tab, "school");
  await tab.getByRole("link", { name: kTitle }).click();
  await ready(tab, "work");
  await says(tab, "1 comment");
  await tab.getByRole("link", { name: /Take 1/ }).click();
  await ready(tab, "submission");
  await says(tab, "elbow");
  assert.match(await tab.textContent(".comment-pin title"), /Bar 12, beat 3: elbow/);
  lookAt(tab);
  await photograph("school-read", [kPhone]);
});

/** Sends as the page does, with what it sends besides. */
async function sends({ context }, path, more = {}) {
  const { csrf } = await (await context.request.get(`${server.address}/api/me`)).json();
  return context.request.post(server.address + path, { headers: { "X-Firstchair-Csrf": csrf }, ...more });
}

test("a recording that nobody can hear stands before the teacher, who has it heard again", async () => {
  const sound = { name: "sound.wav", mimeType: "audio/wav", buffer: Buffer.from("no sound at all") };
  const sent = await sends(people.student, "/api/assignments/1/submissions", {
    multipart: { sound, id: "recorded-1" },
  });
  assert.strictEqual(sent.status(), 202, await sent.text());
  const { tab, context } = people.teacher;
  await eventually(async () => {
    const { hearings } = await (await context.request.get(`${server.address}/api/school/jobs`)).json();
    return hearings[0].state === "failed";
  });
  await at(tab, "school");
  await tab.getByRole("link", { name: "1 take could not be heard." }).click();
  await ready(tab, "waiting");
  await says(tab, "7b drums");
  assert.doesNotMatch(await tab.innerText("main"), /Other jobs/, "those are an admin's");
  lookAt(tab);
  await photograph("school-waiting", [kDesk, kPhone]);
  await at(tab, "class/1");
  await says(tab, "this could not be heard");
  await says(tab, "it uses no attempt");
  await photograph("school-class-waiting", [kDesk, kPhone]);
  const asked = tab.waitForResponse(/\/again$/);
  await press(tab, "Hear it again: the take of Zuse, Konrad");
  assert.strictEqual((await asked).status(), 200);
  const { tab: admin } = people.admin;
  await at(admin, "waiting");
  await says(admin, "What is over by the table of days");
  lookAt(admin);
  await photograph("school-jobs", [kDesk, kPhone]);
});

test("everything of a student is made behind, and loaded for a day by whoever may", async () => {
  const { tab, context } = people.student;
  await at(tab, "account");
  await press(tab, "All of it as a file");
  await says(tab, "It is ready");
  lookAt(tab);
  await photograph("school-export", [kPhone]);
  const link = await tab.getByRole("link", { name: "Load it" }).getAttribute("href");
  const zip = await context.request.get(server.address + link);
  assert.strictEqual(zip.headers()["content-type"], "application/zip");
  assert.strictEqual((await zip.body()).subarray(0, 2).toString(), "PK");
  // The teacher finds the same beside the student's takes, and an admin under People.
  const { tab: teacher } = people.teacher;
  await at(teacher, "student/1/3");
  await says(teacher, "It is ready");
  const { tab: admin } = people.admin;
  await at(admin, "people");
  await press(admin, "Change Konrad Zuse");
  await says(admin, "It is ready");
  lookAt(admin);
  await photograph("school-person", [kDesk, kPhone]);
});

test("a list from a table is looked at, then put in, and cards let everybody in", async () => {
  const { tab } = people.admin;
  const file = join(folder, "7b.csv");
  writeFileSync(file, "class;family name;given name\n7b drums;Noether;Emmy\n7b drums;;Nobody\n");
  lookAt(tab);
  await at(tab, "people");
  await tab.getByText("A class list from a table").click();
  await tab.getByLabel("File").setInputFiles(file);
  await press(tab, "Look at it");
  await says(tab, "1 added");
  await says(tab, "7b.csv line 3: no family name; the person is left out");
  await photograph("school-roster", [kDesk, kPhone]);
  await press(tab, "Put them in");
  await says(tab, "Noether, Emmy");
  assert.match(await tab.innerText(".people table"), /Hopper, Grace\s+teacher/);
  const teacher = people.teacher.tab;
  lookAt(teacher);
  await at(teacher, "class/1");
  await teacher.getByText("Cards for who has no login yet").click();
  await press(teacher, "Make cards");
  await says(teacher, "Emmy Noether");
  assert.ok(await teacher.locator(".cards .qr").isVisible());
  await photograph("school-cards", [kDesk, kPhone]);
  const code = /#reset\/(\S+)/.exec(await teacher.textContent(".cards small"))[1];
  const emmy = await comes("emmy", kPhone);
  lookAt(emmy);
  await at(emmy, `reset/${code}`);
  await says(emmy, "Hello, Emmy");
  await emmy.getByLabel("Name to log in by").fill("emmy");
  await emmy.getByLabel("Password").fill("correct horse");
  await photograph("school-reset", [kPhone]);
  await press(emmy, "Set it");
  await says(emmy, kTitle);
});

test("chairs are declared, played for by handing in, seated and appealed", async () => {
  const { tab } = people.teacher;
  lookAt(tab);
  const piece = { title: "Chairs piece", item: "rock-8ths", bpm: 380, bars: 16, click: false };
  const made = await sends(people.teacher, "/api/classes/1/assignments", {
    data: { ...piece, demands: [{ kind: "slips", bound: 2 }] },
  });
  assert.strictEqual(made.status(), 201, await made.text());
  const { id } = await made.json();
  await at(tab, "class/1");
  await tab.getByRole("link", { name: "Declare chairs" }).click();
  await ready(tab, "declare");
  await tab.getByLabel("Title").fill("Spring concert");
  await tab.getByLabel(/^Chairs piece/).check();
  await photograph("school-declare", [kDesk, kPhone]);
  await press(tab, "Declare");
  await tab.waitForFunction(
    () => location.hash.startsWith("#seats") || document.querySelector(".said").textContent,
  );
  assert.match(tab.url(), /#seats\/1$/, await tab.textContent(".said"));
  await ready(tab, "seats");
  await says(tab, "Open until everybody is seated.");
  await says(tab, "0 of 1");

  // A student finds them in the list, and is told that the first take counts.
  const { tab: student } = people.student;
  lookAt(student);
  await at(student, "school");
  await student.getByRole("link", { name: "Spring concert" }).click();
  await ready(student, "seats");
  await says(student, "the first take that you hand in counts");
  await photograph("school-seats-open", [kPhone]);
  await student.getByRole("link", { name: "Play Chairs piece" }).click();
  await ready(student, "work");
  await says(student, "counts for Spring concert");
  await photograph("school-work-counts", [kPhone]);
  await press(student, "Play and hand in");
  await ready(student, "drill");
  const sent = student.waitForRequest(/\/submissions$/);
  await plays(student, undefined, 16, 380);
  await says(student, "Handed in.");
  await at(student, `work/${id}`);
  await says(student, "On record for Spring concert. Receipt ");
  await photograph("school-work-receipt", [kPhone]);
  // Another student's take is like it, and sent without the page.
  const take = { ...JSON.parse((await sent).postData()), id: "take-of-emmy" };
  delete take.opening;
  const other = await sends(people.emmy, `/api/assignments/${id}/submissions`, { data: take });
  assert.strictEqual(other.status(), 201, await other.text());
  await at(student, "seats/1");
  await says(student, "Receipt ");
  assert.match(await student.textContent(".receipt code"), /^[0-9a-f]{16}$/);

  await at(tab, "seats/1");
  assert.match(await tab.innerText(".members"), /Zuse, Konrad\s+1 of 1/);
  lookAt(tab);
  await photograph("school-seats-handed", [kDesk, kPhone]);
  tab.once("dialog", (dialog) => void dialog.accept());
  await press(tab, "Seat everybody");
  await says(tab, "Chairs 1 to 2, not told apart");
  await press(tab, "Sheet, record and signature");
  await tab.waitForSelector(".sheet svg");
  await press(tab, "Verify here");
  await tab.waitForFunction(() =>
    /Everything is as told: 2 takes judged again/.test(document.querySelector(".sheet").textContent),
  );
  await photograph("school-seated", [kDesk, kPhone]);

  lookAt(student);
  await at(student, "seats/1");
  await says(student, "By these takes it is chair 1 to 2 (95 %).");
  assert.doesNotMatch(await student.innerText("main"), /Emmy|Noether/);
  await student.getByText("Appeal", { exact: true }).first().click();
  await student.getByLabel(/^Bar/).fill("7");
  await photograph("school-seats-appeal", [kPhone]);
  await press(student, "Appeal");
  await says(student, "strokes were heard wrongly, bar 7; nobody has ruled on it yet");
  await at(tab, "seats/1");
  await tab.getByLabel(/Why it is ruled so/).fill("the cymbal fell");
  lookAt(tab);
  await photograph("school-seats-ruling", [kDesk, kPhone]);
  await press(tab, "The next take counts");
  await says(tab, "a ruling came since: seat again");
  await at(student, "seats/1");
  await says(student, "the next take that you hand in counts");
});

test("a guardian comes by a link for the child, and sees it", async () => {
  const { tab } = people.admin;
  await at(tab, "people");
  await press(tab, "Change Konrad Zuse");
  await press(tab, "A link for guardians");
  const link = (await tab.locator(".people section .shared input").first().inputValue()).split("/").at(-1);
  const guardian = await comes("guardian", kPhone);
  lookAt(guardian);
  await joins(guardian, link, "Maria", "Zuse", "maria");
  await press(guardian, "Join");
  await ready(guardian, "school");
  await guardian.getByRole("link", { name: "Konrad Zuse" }).click();
  await ready(guardian, "child");
  await says(guardian, kTitle);
  await photograph("school-child", [kPhone]);
});

test("a login with a second factor asks for its code, and a code is good once", async () => {
  const { tab, context } = people.admin;
  await context.clearCookies();
  await at(tab, "school");
  await ready(tab, "login");
  await tab.getByLabel("Name").fill("ada");
  await tab.getByLabel("Password").fill("correct horse");
  await press(tab, "Log in");
  await says(tab, "Write the code that your authenticator shows");
  lookAt(tab);
  await photograph("school-code", [kPhone]);
  await tab.getByLabel("Code", { exact: true }).fill(people.admin.codes[0]);
  await press(tab, "Log in");
  await says(tab, "7b drums");
});

test("the gradebook is a table for a spreadsheet, too", async () => {
  const { context } = people.teacher;
  const csv = await (await context.request.get(`${server.address}/api/classes/1/gradebook.csv`)).text();
  assert.match(csv, /Zuse/);
});

test("who is no teacher sees no class, and a session that is over asks for the password", async () => {
  const { tab, context } = people.student;
  await at(tab, "class/1");
  assert.doesNotMatch(await tab.innerText("main"), /Gradebook|Students come in/);
  await context.clearCookies();
  await at(tab, "school");
  await ready(tab, "login");
  await tab.getByLabel("Name").fill("konrad");
  await tab.getByLabel("Password").fill("correct horse");
  await press(tab, "Log in");
  await says(tab, kTitle);
});

test("nothing went wrong in the page", () => {
  assert.deepStrictEqual(problems, []);
  assert.deepStrictEqual(found, []);
});
