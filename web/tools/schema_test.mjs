// A validator that lets everything through would let every test pass that uses it: each word refuses what it must.
import assert from "node:assert";
import { test } from "node:test";
import { faults, part } from "./schema.mjs";

const against = (schema, value) => faults(value, part(schema));

test("each word of a schema takes what fits and refuses what does not", () => {
  const rows = [
    [{ type: "integer" }, 3, 3.5],
    [{ type: ["number", "null"] }, null, "3"],
    [{ type: "object" }, {}, []],
    [{ type: "object" }, {}, null],
    [{ type: "array" }, [], {}],
    [{ type: "boolean" }, false, 0],
    [{ enum: ["a", "b"] }, "b", "c"],
    [{ const: 1 }, 1, 2],
    [{ minimum: 2 }, 2, 1],
    [{ maximum: 2 }, 2, 3],
    [{ minLength: 1 }, "a", ""],
    [{ pattern: "^[A-E]$" }, "B", "BB"],
    [{ minItems: 1 }, [1], []],
    [{ maxItems: 1 }, [1], [1, 2]],
    [{ items: { type: "string" } }, ["a"], ["a", 1]],
    [{ required: ["a"] }, { a: 1 }, { b: 1 }],
    [{ properties: { a: { type: "string" } } }, { a: "x" }, { a: 1 }],
    [{ properties: { a: {} }, additionalProperties: false }, { a: 1 }, { a: 1, b: 1 }],
    [{ anyOf: [{ type: "null" }, { minimum: 5 }] }, null, 4],
    [{ definitions: { x: { type: "null" } }, $ref: "#/definitions/x" }, null, 1],
  ];
  for (const [schema, fits, not] of rows) {
    assert.deepStrictEqual(against(schema, fits), [], JSON.stringify(schema));
    assert.strictEqual(against(schema, not).length, 1, JSON.stringify(schema));
  }
});

test("a fault says where it is", () => {
  const schema = { properties: { rows: { items: { properties: { n: { type: "integer" } } } } } };
  assert.deepStrictEqual(against(schema, { rows: [{ n: 1 }, { n: "x" }] }), ["$.rows[1].n is no integer"]);
});

test("a word that is not known and a definition that is not there are errors of the schema", () => {
  assert.throws(() => against({ oneOf: [] }, 1), /oneOf is not known/);
  assert.throws(() => against({ definitions: {}, $ref: "#/definitions/x" }, 1), /not in the schema/);
});
