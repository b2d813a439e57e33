import assert from "node:assert";
import { test } from "node:test";
import { functionsOf, typeOf, typesOfApi, typesOfHeader, typesOfSchema } from "./types.mjs";

test("a schema becomes the type of what fits it", () => {
  const rows = [
    [{ type: "integer" }, "number"],
    [{ type: ["number", "null"] }, "number | null"],
    [{ type: "string", nullable: true }, "string | null"],
    [{ enum: ["a", 2] }, '"a" | 2'],
    [{ const: "x" }, '"x"'],
    [{ type: "array", items: { type: "string" } }, "(string)[]"],
    [{ type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 }, "[number, number]"],
    [{ $ref: "#/components/schemas/Goal" }, "Goal"],
    [{ anyOf: [{ $ref: "#/definitions/metric" }, { type: "null" }] }, "Metric | null"],
    [
      { type: "object", required: ["a"], properties: { a: { type: "string" }, b: { type: "boolean" } } },
      "{\na: string;\nb?: boolean;\n}",
    ],
  ];
  for (const [schema, type] of rows) assert.strictEqual(typeOf(schema, "x"), type);
});

test("what a schema says and no type can is an error, not a guess", () => {
  assert.throws(() => typeOf({ oneOf: [] }, "x"), /oneOf is not known/);
  assert.throws(() => typeOf({ description: "anything" }, "x"), /x has no type/);
  assert.throws(() => typeOf({ $ref: "other.json#/definitions/a" }, "x"), /elsewhere/);
  assert.throws(() => typeOf({ type: "object", required: ["b"], properties: {} }, "x"), /requires b/);
});

test("definitions come out under their names, the root beside them", () => {
  const schema = { definitions: { place: { type: "string" } }, type: "object", properties: {} };
  assert.strictEqual(
    typesOfSchema(schema, "take"),
    "export type Place = string;\n\nexport interface Take {\n\n}",
  );
});

test("a call has its query, its body and its answer", () => {
  const json = (schema) => ({ content: { "application/json": { schema } } });
  const api = {
    components: { schemas: {} },
    paths: {
      "/api/x": {
        post: {
          summary: "X",
          parameters: [
            { name: "a", in: "query", required: true, schema: { type: "string" } },
            { name: "n", in: "query", schema: { type: "integer", minimum: 5, maximum: 240, default: 30 } },
          ],
          requestBody: json({ type: "number" }),
          responses: { 200: json({ type: "boolean" }), 400: json({ type: "string" }) },
        },
      },
    },
  };
  const types = typesOfApi(api).replace(/\s+/g, " ");
  assert.match(
    types,
    /"POST \/api\/x": \{ query: \{ a: string \| number; n\?: string \| number; \}; body: number; answer: boolean; \}/,
  );
});

test("a header's functions come out with their contracts", () => {
  const header = `
/* --- charts */

/* Opens it.
 * Twice. */
FIRSTCHAIR_EXPORT(chart_open) int firstchair_chart_open(void);
FIRSTCHAIR_EXPORT(sound) const float* firstchair_sound(double rate, int with_chart);
`;
  assert.deepStrictEqual(functionsOf(header), [
    { name: "chart_open", contract: "Opens it.\nTwice.", parameters: [], result: "number" },
    {
      name: "sound",
      contract: "",
      parameters: [
        { name: "rate", type: "number" },
        { name: "withChart", type: "number" },
      ],
      result: "Address",
    },
  ]);
  assert.match(typesOfHeader(header), /sound\(rate: number, withChart: number\): Address;/);
});

test("a declaration that cannot be read or passed is an error", () => {
  assert.throws(() => functionsOf("FIRSTCHAIR_EXPORT(a) int firstchair_b(void);"), /exported as a/);
  assert.throws(() => functionsOf("FIRSTCHAIR_EXPORT(a) long long firstchair_a(void);"), /does not pass/);
  assert.throws(() => functionsOf("FIRSTCHAIR_EXPORT(a) int a(void);"), /1 declarations are not understood/);
});
