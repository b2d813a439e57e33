import assert from "node:assert";
import { test } from "node:test";
import { bytesText, exportText, hearingsText, hearingText, jobName, jobText } from "./behind_model.ts";
import { momentText } from "./school_model.ts";

const kAt = 1_790_000_000;
const hearing = {
  ...{ submission: 1, assignment: 2, class: 3, person: 4, name: "Zuse", given: "Konrad" },
  ...{ state: "waiting", came_s: kAt, why: "", tries: 0, due_s: kAt, again: false },
};
const job = { id: 1, kind: "export", thing: 7, state: "waiting", due_s: kAt, tries: 0, why: "", made_s: kAt };
const file = {
  ...{ id: 7, person: 4, asked_s: kAt, state: "waiting", bytes: 0 },
  ...{ until_s: null, link: null, why: "" },
};

test("a file's size is told in the unit that people read", () => {
  assert.deepStrictEqual([0, 1499, 812_400, 12_340_000].map(bytesText), [
    "1 KB",
    "1 KB",
    "812 KB",
    "12.3 MB",
  ]);
});

test("a file is being made, ready until a moment, or was not made and says why", () => {
  assert.strictEqual(exportText(file), "It is being made, and stands here when it is ready.");
  assert.strictEqual(
    exportText({ ...file, state: "ready", bytes: 2_000_000, until_s: kAt }),
    `It is ready: 2.0 MB, here until ${momentText(kAt)}.`,
  );
  assert.strictEqual(
    exportText({ ...file, state: "failed", why: "it cannot be kept here" }),
    "It was not made (it cannot be kept here). Ask again.",
  );
});

test("a take says that it waits, is heard, or in the server's words why not and which try comes", () => {
  const came = `handed in ${momentText(kAt)}`;
  assert.strictEqual(hearingText(hearing), `${came}; waits to be heard`);
  assert.strictEqual(hearingText({ ...hearing, state: "running", tries: 1 }), `${came}; is being heard`);
  assert.strictEqual(
    hearingText({ ...hearing, tries: 2, why: "why, again" }),
    `${came}; why, again, try 2 of 3`,
  );
  assert.strictEqual(hearingText({ ...hearing, state: "failed", tries: 0, why: "why" }), `${came}; why`);
});

test("takes that are not heard are counted in one sentence", () => {
  const failed = { ...hearing, state: "failed" };
  assert.strictEqual(hearingsText([]), "");
  assert.strictEqual(hearingsText([hearing]), "1 take waits to be heard.");
  assert.strictEqual(hearingsText([failed]), "1 take could not be heard.");
  assert.strictEqual(hearingsText([hearing, hearing, failed]), "2 takes wait to be heard, 1 could not be.");
});

test("a job says what it is about, when it is due and how often it was tried", () => {
  assert.strictEqual(jobName(job), "File of everything somebody has (number 7)");
  assert.strictEqual(jobName({ ...job, kind: "erase", thing: 4 }), "Erasing person 4");
  assert.strictEqual(jobName({ ...job, kind: "to come", thing: 9 }), "to come 9");
  assert.strictEqual(jobText(job, kAt), "waits for a worker");
  assert.strictEqual(jobText({ ...job, state: "running" }, kAt), "at work now");
  assert.strictEqual(
    jobText({ ...job, tries: 2, why: "no room" }, kAt - 60),
    `due ${momentText(kAt)}; tried 2 times; no room`,
  );
});
