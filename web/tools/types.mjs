// TypeScript types out of JSON Schema (draft 7) and of OpenAPI 3.0's own words for it, and signatures out of a C
// header.

const known = new Set(
  (
    "$ref additionalProperties anyOf const default description enum format items maxItems maximum minItems minLength " +
    "minimum nullable pattern properties required type"
  ).split(" "),
);
const primitives = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  null: "null",
};

/** What stands beside a type: its description as a comment. */
const comment = (schema) => (schema.description ? `/** ${schema.description} */\n` : "");

function objectType(schema, where) {
  if (!schema.properties) return "Record<string, unknown>";
  const required = new Set(schema.required ?? []);
  for (const name of required) {
    if (!(name in schema.properties))
      throw new Error(`${where} requires ${name}, which it does not describe`);
  }
  const fields = Object.entries(schema.properties).map(
    ([name, part]) =>
      `${comment(part)}${name}${required.has(name) ? "" : "?"}: ${typeOf(part, `${where}.${name}`)};`,
  );
  return `{\n${fields.join("\n")}\n}`;
}

function arrayType(schema, where) {
  const item = typeOf(schema.items, `${where}[]`);
  if (schema.minItems > 0 && schema.minItems === schema.maxItems)
    return `[${Array.from({ length: schema.minItems }, () => item).join(", ")}]`;
  return `(${item})[]`;
}

/** The type of one schema; `where` is for what is wrong with it. */
export function typeOf(schema, where) {
  for (const word of Object.keys(schema))
    if (!known.has(word)) throw new Error(`${where}: ${word} is not known`);
  if (schema.nullable) return `${typeOf({ ...schema, nullable: false }, where)} | null`;
  if (schema.$ref) {
    const name = /^#\/(?:definitions|components\/schemas)\/(\w+)$/.exec(schema.$ref)?.[1];
    if (!name) throw new Error(`${where}: ${schema.$ref} is elsewhere`);
    return named(name);
  }
  if (schema.anyOf) return schema.anyOf.map((one, i) => typeOf(one, `${where}|${i}`)).join(" | ");
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  const types = [schema.type].flat().map((type) => {
    if (type === "object") return objectType(schema, where);
    if (type === "array") return arrayType(schema, where);
    if (!(type in primitives)) throw new Error(`${where} has no type`);
    return primitives[type];
  });
  return types.join(" | ");
}

const named = (name) => name[0].toUpperCase() + name.slice(1);
const exported = (name, schema) =>
  schema.type === "object" && schema.properties
    ? `${comment(schema)}export interface ${named(name)} ${objectType(schema, name)}`
    : `${comment(schema)}export type ${named(name)} = ${typeOf(schema, name)};`;

/** Every definition of a JSON schema, exported; with `root`, the schema itself under that name. */
export function typesOfSchema(schema, root) {
  const parts = Object.entries(schema.definitions ?? {}).map(([name, part]) => exported(name, part));
  if (root) {
    const { $schema, title, definitions, ...whole } = schema;
    parts.push(exported(root, whole));
  }
  return parts.join("\n\n");
}

const jsonOf = (content) => content?.["application/json"]?.schema;

/** The numbers of a call that have a range, as TypeScript reads them; nothing where there are none. */
function rangesOf(call) {
  const numbers = [
    ...(call.parameters ?? []).map((one) => [one.name, one.schema]),
    ...Object.entries(jsonOf(call.requestBody?.content)?.properties ?? {}),
  ].filter(([, schema]) => "minimum" in schema && "maximum" in schema);
  const lines = numbers.map(
    ([name, schema]) =>
      `${name}: { low: ${schema.minimum}, high: ${schema.maximum}, first: ${schema.default ?? schema.minimum} },`,
  );
  return lines.length > 0 ? `{\n${lines.join("\n")}\n}` : "";
}

/** The schemas of an OpenAPI file, and for every call "METHOD PATH" its query, its JSON body and its JSON answer. */
export function typesOfApi(api) {
  const parts = Object.entries(api.components.schemas).map(([name, schema]) => exported(name, schema));
  const calls = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => {
      const where = `${method.toUpperCase()} ${path}`;
      const query = (call.parameters ?? []).filter((one) => one.in === "query");
      const fields = query.map(
        (one) =>
          `${comment(one)}${one.name}${one.required ? "" : "?"}: ${one.schema.enum ? typeOf(one.schema, where) : "string | number"};`,
      );
      const answers = Object.entries(call.responses).filter(([status]) => /^2/.test(status));
      const answer = answers.map(([, response]) => jsonOf(response.content)).find(Boolean);
      const body = jsonOf(call.requestBody?.content);
      return `/** ${call.summary} */\n${JSON.stringify(where)}: {
        query: ${fields.length > 0 ? `{\n${fields.join("\n")}\n}` : "Record<never, never>"};
        body: ${body ? typeOf(body, where) : call.requestBody ? "bytes" : "undefined"};
        answer: ${answer ? typeOf(answer, where) : "undefined"};
      };`.replace("body: bytes", "body: Uint8Array");
    }),
  );
  parts.push(`export interface Calls {\n${calls.join("\n")}\n}`);
  const ranged = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, call]) => {
      const ranges = rangesOf(call);
      return ranges ? [`${JSON.stringify(`${method.toUpperCase()} ${path}`)}: ${ranges},`] : [];
    }),
  );
  parts.push(`/** What the numbers of a call may be, and what is taken where one is left out. */
export const ranges = {\n${ranged.join("\n")}\n};`);
  return parts.join("\n\n");
}

const scalars = { void: "void", int: "number", double: "number" };

/** The functions of exports.h in their order: name, contract, parameters, result. */
export function functionsOf(header) {
  const found = [];
  const declaration =
    /((?:\/\*(?:[^*]|\*(?!\/))*\*\/\s*)?)FIRSTCHAIR_EXPORT\((\w+)\)\s+([\w\s]+?\*?)\s*firstchair_(\w+)\(([^)]*)\);/g;
  for (const [, before, name, result, own, parameters] of header.matchAll(declaration)) {
    // Another module has names of its own, since the house has each but once: firstchair_band_room is exported as room.
    if (own !== name && own !== `band_${name}`) throw new Error(`firstchair_${own} is exported as ${name}`);
    const contract = before.replace(/^\/\*\s*|\s*\*\/\s*$/g, "").replace(/\n \* ?/g, "\n");
    found.push({
      name,
      contract: contract.startsWith("---") ? "" : contract,
      result: scalarOf(result.trim(), name),
      parameters:
        parameters === "void" ? [] : parameters.split(",").map((one) => parameterOf(one.trim(), name)),
    });
  }
  const all = header.match(/^FIRSTCHAIR_EXPORT\(/gm)?.length ?? 0;
  if (all !== found.length) throw new Error(`${all - found.length} declarations are not understood`);
  return found;
}
function scalarOf(type, where) {
  if (type.endsWith("*")) return "Address";
  if (!(type in scalars)) throw new Error(`${where}: ${type} does not pass to JavaScript`);
  return scalars[type];
}
function parameterOf(text, where) {
  const [, type, name] = /^(.+?)\s*(\w+)$/.exec(text);
  return { name: name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), type: scalarOf(type, where) };
}

export function typesOfHeader(header) {
  const methods = functionsOf(header).map(
    ({ name, contract, result, parameters }) =>
      `${contract ? `/** ${contract.replace(/\n/g, "\n * ")} */\n` : ""}${name}(${parameters
        .map((one) => `${one.name}: ${one.type}`)
        .join(", ")}): ${result};`,
  );
  return `/** A place in the module's memory. */
export type Address = number;

export interface Exports {
memory: WebAssembly.Memory;
_initialize(): void;
${methods.join("\n")}
}`;
}
