import assert from "node:assert";
import { test } from "node:test";
import type { Chairs, ChairsPlace } from "../generated/school_api.ts";
import { counts, ownText, placeText, receiptsOf, stateText } from "./seats_model.ts";

const place: ChairsPlace = {
  ...{ first: 2, last: 4, seat: "shared", behind: "", best: 0.2, expected: 2.9 },
  ...{ chair_low: 1, chair_high: 5, score: 0.4, low: 0.3, high: 0.5 },
};
const chairs: Chairs = {
  ...{ id: 1, class: 1, title: "Spring", seats: 3, assignments: [3, 4], source: "midi", claim: "played" },
  pieces: [3, 4].map((assignment) => ({ assignment, title: `Piece ${assignment}`, left_out: false })),
  ...{ appeal_hours: 72, made_s: 0, closes_s: null, seated_s: null, state: "open", ruled: false },
  ...{ declared: "", players: 0, waiting: 0, fault: "", own: null, appeals: [], handed: null, places: null },
};
const receipt = {
  ...{ assignment: 3, receipt: "5f0e62d1c07b9a34", line: 4 },
  ...{ at_s: 0, appeal_until_s: 1, may_appeal: true },
};
const own = { blind: "QF", place: null, again: [], receipts: [receipt] };

test("a place is told with its interval, and who shares is not told apart", () => {
  assert.strictEqual(
    placeText(place),
    "Chairs 2 to 4, not told apart: shared: not told who of them has a seat. By these takes it is chair 1 to 5 (95 %).",
  );
  assert.strictEqual(
    placeText({ ...place, first: 1, last: 1, seat: "yes", chair_high: 1, behind: "no take of a piece" }),
    "Chair 1: a seat. By these takes it is chair 1 (95 %). Seated after the others: no take of a piece.",
  );
});

test("how chairs stand", () => {
  assert.strictEqual(stateText(chairs), "open until everybody is seated");
  assert.strictEqual(
    stateText({ ...chairs, state: "closed", fault: "fewer than two students have played" }),
    "closed, nobody is seated: fewer than two students have played",
  );
  assert.match(stateText({ ...chairs, state: "seated", seated_s: 9, ruled: true }), /seat again$/);
  assert.strictEqual(ownText(chairs), "0 of 2 pieces handed in");
  assert.strictEqual(ownText({ ...chairs, own }), "1 of 2 pieces handed in");
  assert.strictEqual(
    ownText({ ...chairs, state: "seated", own: { ...own, place } }),
    "Chairs 2 to 4, not told apart",
  );
});

test("the first take counts, and one that a ruling gave back", () => {
  assert.strictEqual(counts(chairs, 3), true);
  assert.strictEqual(counts(chairs, 5), false);
  assert.strictEqual(counts({ ...chairs, own }, 3), false);
  assert.deepStrictEqual(receiptsOf(own, 3), ["5f0e62d1c07b9a34"]);
  assert.deepStrictEqual(receiptsOf(own, 4), []);
  assert.deepStrictEqual(receiptsOf(null, 3), []);
  assert.strictEqual(counts({ ...chairs, own }, 4), true);
  assert.strictEqual(counts({ ...chairs, state: "seated", own: { ...own, again: [3] } }, 3), true);
  assert.strictEqual(counts({ ...chairs, state: "closed" }, 4), false);
});
