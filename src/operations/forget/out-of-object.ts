import { fieldKey } from '../../feeds/field-key.ts';
import type { Without } from './out-of-table.ts';
import type { Shopper } from './shopper.ts';
import { type Around, type Field, fieldOf, isNumber, learn, whose, without } from './whose.ts';

/**
 * What was kept as JSON, without the shopper: of each object that is about them, all that is personal. Anything else is the
 * very same object. @returns how many objects were about them
 */
export function outOfObject(
  value: unknown,
  shopper: Shopper,
  around: Around,
): { readonly value: unknown; readonly count: number } {
  let count = 0;
  const walk = (one: unknown, isInherited: boolean): unknown => {
    if (Array.isArray(one))
      return sameOr(
        one,
        one.map((element: unknown) => walk(element, isInherited)),
      );
    if (typeof one !== 'object' || one === null) return one;
    const fields = fieldsOf(one);
    const of = whose(fields, shopper, around);
    if (of === 'doubtful') around.isDoubtful = true;
    // Of an order of theirs, lines that name no other order are theirs, too.
    const isTheirs = of === 'theirs' || (isInherited && !fields.some(isNumber) && of !== 'doubtful');
    const isChanged = isTheirs || of === 'mentions';
    const stays = around.onlyOthers && fields.some((field) => shopper.isIn(field.value));
    const left = stays
      ? one
      : blank(one, '', (field) =>
          isChanged ? without(of === 'theirs' ? field : ofGoods(field), isTheirs, shopper) : field.value,
        );
    const hasOwn = fields.some((field) => isNumber(field) || field.kind === 'email');
    const inner = lists(left, (list) => walk(list, isTheirs && hasOwn && !stays));
    if (left !== one) count += 1;
    return inner;
  };
  return { value: walk(value, false), count };
}

export function learnFromObject(value: unknown, shopper: Shopper, around: Around): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    const fields = fieldsOf(value);
    learn(fields, shopper, around);
    if (fields.some((field) => shopper.isIn(field.value)) && whose(fields, shopper, around) === 'theirs')
      shopper.addAddressesIn(Object.fromEntries(Object.entries(value).filter(([, inner]) => !Array.isArray(inner))));
  }
  lists(value, (list) => {
    for (const element of Array.isArray(list) ? list : []) learnFromObject(element, shopper, around);
    return list;
  });
  if (Array.isArray(value)) for (const element of value) learnFromObject(element, shopper, around);
}

/** A file of JSON, or of a line of it for each record. */
export function outOfJson(text: string, shopper: Shopper, around: Around): Without {
  const value = parsed(text);
  if (value === undefined) return outOfJsonLines(text, shopper, around);
  // Written anew, a number of too many digits would be another one.
  if (losesNumbers(text)) return { text, count: 0 };
  const left = outOfObject(value, shopper, around);
  if (left.value === value) return { text, count: 0 };
  const isCompact = !/[\r\n]/.test(text.trim());
  return {
    text: `${JSON.stringify(left.value, null, isCompact ? 0 : 2)}${/\s*$/.exec(text)?.[0] ?? ''}`,
    count: left.count,
  };
}

export function learnFromJson(text: string, shopper: Shopper, around: Around): void {
  const value = parsed(text);
  const values = value === undefined ? text.split(/\r?\n/).map(parsed) : [value];
  for (const one of values) learnFromObject(one, shopper, around);
}

function outOfJsonLines(text: string, shopper: Shopper, around: Around): Without {
  let count = 0;
  const left = text.replace(/[^\r\n]+/g, (line) => {
    const value = parsed(line);
    if (value === undefined || losesNumbers(line)) return line;
    const without = outOfObject(value, shopper, around);
    count += without.count;
    return without.value === value ? line : JSON.stringify(without.value);
  });
  return { text: left, count };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** In what belongs to an order, a name is one of goods. */
export function ofGoods(field: Field): Field {
  return fieldKey(field.name) === 'name' ? { ...field, kind: 'text' } : field;
}

function losesNumbers(text: string): boolean {
  const outside = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return (outside.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? []).some((one) => String(Number(one)) !== one);
}

/** Texts of an object and of those inside of it; lists of objects are records of their own. */
function fieldsOf(value: object, above = ''): Field[] {
  return Object.entries(value).flatMap(([name, inner]): Field[] => {
    const key = Array.isArray(value) ? above : name;
    if (typeof inner === 'string') return [fieldOf(nameIn(above, key), inner)];
    if (typeof inner === 'number') return [fieldOf(nameIn(above, key), String(inner))];
    if (typeof inner !== 'object' || inner === null || hasObjects(inner)) return [];
    return fieldsOf(inner, key);
  });
}

/** A first and a last name go together where they stand in one object. */
function nameIn(above: string, key: string): string {
  return /^(first|last)name$/i.test(key) && above !== '' && above !== key ? `${above} ${key}` : key;
}

function hasObjects(value: object): boolean {
  return Array.isArray(value) && value.some((element: unknown) => typeof element === 'object' && element !== null);
}

function blank(value: object, above: string, write: (field: Field) => string): object {
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => {
    const key = Array.isArray(value) ? above : name;
    if (typeof inner === 'string') return [name, write(fieldOf(key, inner))];
    if (typeof inner !== 'object' || inner === null || hasObjects(inner)) return [name, inner];
    return [name, blank(inner, key, write)];
  });
  return same(value, entries);
}

function lists(value: object, write: (list: object) => unknown): object {
  if (Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => {
    if (typeof inner !== 'object' || inner === null) return [name, inner];
    return [name, hasObjects(inner) ? write(inner) : lists(inner, write)];
  });
  return same(value, entries);
}

function same(value: object, entries: readonly [string, unknown][]): object {
  if (entries.every(([name, inner]) => inner === (value as Record<string, unknown>)[name])) return value;
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function sameOr(one: readonly unknown[], left: readonly unknown[]): readonly unknown[] {
  return left.some((element, place) => element !== one[place]) ? left : one;
}
