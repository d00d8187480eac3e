/** As much of JSON Schema as the schema of the pipeline file uses; a word that it does not know is an error. */
export interface JsonSchema {
  readonly [word: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | false;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

type Rule = (value: unknown, word: never, schema: JsonSchema) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

const rules: Readonly<Record<string, Rule>> = {
  type: (value, word: string | readonly string[]) => [word].flat().some((name) => types[name]?.(value) === true),
  enum: (value, word: readonly unknown[]) => word.includes(value),
  const: (value, word) => value === word,
  pattern: (value, word: string) => typeof value !== 'string' || new RegExp(word, 'u').test(value),
  minimum: (value, word: number) => typeof value !== 'number' || value >= word,
  maximum: (value, word: number) => typeof value !== 'number' || value <= word,
  minItems: (value, word: number) => !Array.isArray(value) || value.length >= word,
  maxItems: (value, word: number) => !Array.isArray(value) || value.length <= word,
  uniqueItems: (value) => !Array.isArray(value) || new Set(value).size === value.length,
  minProperties: (value, word: number) => !isObject(value) || Object.keys(value).length >= word,
  required: (value, word: readonly string[]) => !isObject(value) || word.every((key) => Object.hasOwn(value, key)),
  anyOf: (value, word: readonly JsonSchema[]) => word.some((schema) => isValid(value, schema)),
  items: (value, word: JsonSchema) => !Array.isArray(value) || value.every((item) => isValid(item, word)),
  propertyNames: (value, word: JsonSchema) => !isObject(value) || Object.keys(value).every((key) => isValid(key, word)),
  properties: (value, word: Record<string, JsonSchema>) =>
    !isObject(value) ||
    Object.entries(word).every(([key, schema]) => !Object.hasOwn(value, key) || isValid(value[key], schema)),
  additionalProperties: (value, word: JsonSchema | false, { properties = {} }) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([key, one]) => Object.hasOwn(properties, key) || (word !== false && isValid(one, word)),
    ),
};

const remarks = new Set(['$schema', 'title', 'description', 'default']);

export function isValid(value: unknown, schema: JsonSchema): boolean {
  return Object.entries(schema).every(([name, word]) => {
    if (remarks.has(name)) return true;
    const rule = rules[name];
    if (rule === undefined) throw new Error(`the test does not know the word ${name} of JSON Schema`);
    return rule(value, word as never, schema);
  });
}

/** Every schema below, with its path. */
export function* below(schema: JsonSchema, path = ''): Generator<readonly [string, JsonSchema]> {
  yield [path, schema];
  for (const [key, child] of Object.entries(schema.properties ?? {})) yield* below(child, `${path}/${key}`);
  if (schema.items !== undefined) yield* below(schema.items, `${path}[]`);
  if (schema.additionalProperties) yield* below(schema.additionalProperties, `${path}{}`);
}
