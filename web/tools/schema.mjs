// JSON held against a JSON schema (draft 7, the words of it that docs/formats/*.schema.json use).

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const kTypes = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

// What each word of a schema says against a value: a text, or nothing. A word that does not concern the value's type
// is silent, as the standard has it.
const kWords = {
  $schema: () => [],
  title: () => [],
  description: () => [],
  definitions: () => [],
  $ref: (value, ref, at) => faults(value, { schema: definition(at.root, ref), root: at.root }, at.path),
  anyOf: (value, choices, at) =>
    choices.some((schema) => faults(value, { schema, root: at.root }, at.path).length === 0)
      ? []
      : ["is none of anyOf"],
  type: (value, types) => ([types].flat().some((type) => kTypes[type](value)) ? [] : [`is no ${types}`]),
  enum: (value, values) => (values.includes(value) ? [] : ["is none of enum"]),
  const: (value, wanted) => (value === wanted ? [] : [`is not ${wanted}`]),
  minimum: (value, low) => (value < low ? [`is under ${low}`] : []),
  maximum: (value, high) => (value > high ? [`is over ${high}`] : []),
  minLength: (value, least) => (value.length < least ? ["is too short"] : []),
  pattern: (value, pattern) => (new RegExp(pattern, "u").test(value) ? [] : [`does not match ${pattern}`]),
  minItems: (value, least) => (value.length < least ? ["has too few items"] : []),
  maxItems: (value, most) => (value.length > most ? ["has too many items"] : []),
  items: (value, schema, at) =>
    value.flatMap((one, i) => faults(one, { schema, root: at.root }, `${at.path}[${i}]`)),
  required: (value, names) => names.filter((name) => !(name in value)).map((name) => `lacks ${name}`),
  properties: (value, parts, at) =>
    Object.entries(parts).flatMap(([name, schema]) =>
      name in value ? faults(value[name], { schema, root: at.root }, `${at.path}.${name}`) : [],
    ),
  additionalProperties: (value, allowed, at) =>
    Object.keys(value)
      .filter((name) => allowed === false && !(name in (at.schema.properties ?? {})))
      .map((name) => `has ${name}`),
};
const kFor = {
  minimum: kTypes.number,
  maximum: kTypes.number,
  minLength: kTypes.string,
  pattern: kTypes.string,
  minItems: kTypes.array,
  maxItems: kTypes.array,
  items: kTypes.array,
  required: kTypes.object,
  properties: kTypes.object,
  additionalProperties: kTypes.object,
};

function definition(root, ref) {
  const found = /^#\/definitions\/(\w+)$/.exec(ref);
  if (!found || !(found[1] in root.definitions)) throw new Error(`${ref} is not in the schema`);
  return root.definitions[found[1]];
}

/** What is wrong with a value, a line each: none, it fits. Throws where the schema uses a word that is not known. */
export function faults(value, { schema, root }, path = "$") {
  return Object.entries(schema).flatMap(([word, says]) => {
    if (!(word in kWords)) throw new Error(`${path}: ${word} is not known`);
    if (word in kFor && !kFor[word](value)) return [];
    return kWords[word](value, says, { schema, root, path }).map((one) =>
      one.startsWith("$") ? one : `${path} ${one}`,
    );
  });
}

/** A whole schema, or one of its definitions, as faults() takes it. */
export function part(root, name) {
  return { schema: name ? definition(root, `#/definitions/${name}`) : root, root };
}

/** The fields that a value which fits has, "DEFINITION.FIELD" each, into a set. */
export function fieldsOf(value, { schema, root }, into, name = "") {
  if (schema.$ref) {
    fieldsOf(value, part(root, schema.$ref.split("/").at(-1)), into, schema.$ref.split("/").at(-1));
  } else if (Array.isArray(value)) {
    for (const one of value) fieldsOf(one, { schema: schema.items, root }, into, name);
  } else if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) {
      into.add(`${name}.${key}`);
      fieldsOf(one, { schema: schema.properties[key], root }, into, `${name}.${key}`);
    }
  }
}
