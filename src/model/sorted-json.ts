/** The names of an object's fields, as many objects have them, and in order, each as JSON begins with it. */
interface Shape {
  readonly names: readonly string[];
  readonly sorted: readonly string[];
  readonly begin: readonly string[];
}

/** By the number of fields: what is hashed is of a few shapes. */
const shapes = new Map<number, Shape[]>();
/** Of one number of fields: more of them would be looked through for longer than it takes to sort. */
const MOST = 8;

/**
 * The JSON of a value whose fields stand in the order of their names, whatever the order in which they were put there: as
 * `JSON.stringify` writes it where all objects were sorted before, in a fifth of the time.
 * @param value of what JSON has: no dates, no bigints, nothing with a `toJSON` of its own
 */
export function sortedJson(value: unknown): string {
  return textOf(value) ?? 'null';
}

/** @returns undefined where JSON has nothing for it, such as a field without a value */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return arrayText(value);
  const members = value as Readonly<Record<string, unknown>>;
  const { sorted, begin } = shapeOf(Object.keys(members));
  let text = '{';
  for (let index = 0; index < sorted.length; index += 1) {
    const own = textOf(members[sorted[index] as string]);
    if (own === undefined) continue;
    text += text === '{' ? (begin[index] as string) + own : `,${begin[index] as string}${own}`;
  }
  return `${text}}`;
}

function arrayText(list: readonly unknown[]): string {
  let text = '[';
  for (let index = 0; index < list.length; index += 1)
    text += `${index === 0 ? '' : ','}${textOf(list[index]) ?? 'null'}`;
  return `${text}]`;
}

function shapeOf(names: readonly string[]): Shape {
  const known = shapes.get(names.length) ?? [];
  for (const shape of known) if (isSame(shape.names, names)) return shape;
  const sorted = inOrder(names);
  const shape = { names, sorted, begin: sorted.map((name) => `${JSON.stringify(name)}:`) };
  if (known.length < MOST) shapes.set(names.length, [...known, shape]);
  return shape;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

/** Whatever is put into an object, names that are whole numbers stand first in it, by their size. */
function inOrder(names: readonly string[]): string[] {
  return Object.keys(Object.fromEntries([...names].sort().map((name) => [name, true])));
}
