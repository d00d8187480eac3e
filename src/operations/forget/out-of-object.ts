import { lowerKey } from '../../model/text-key.ts';
import { isIdName, isPersonalName } from './personal-names.ts';
import type { Shopper } from './shopper.ts';

/** Notes hold lines that are about the copy, and lines that are about its buyer. */
const NOTES = /notes$/i;

/**
 * What was kept as JSON, without the shopper: of each element of a list that is about them, all that is personal. Anything
 * else is the very same object. @returns how many elements were about them
 */
export function outOfObject(value: unknown, shopper: Shopper): { readonly value: unknown; readonly count: number } {
  let count = 0;
  const walk = (one: unknown): unknown => {
    if (Array.isArray(one)) {
      const elements = one.map((element: unknown) => {
        if (!isAbout(element, shopper)) return walk(element);
        const left = blank(element, '', shopper);
        if (JSON.stringify(left) === JSON.stringify(element)) return element;
        count += 1;
        return left;
      });
      return elements.some((element, place) => element !== one[place]) ? elements : one;
    }
    if (typeof one !== 'object' || one === null) return one;
    const entries = Object.entries(one).map(([key, inner]): [string, unknown] => [key, walk(inner)]);
    return entries.some(([key, inner]) => inner !== (one as Record<string, unknown>)[key])
      ? Object.fromEntries(entries)
      : one;
  };
  return { value: walk(value), count };
}

/** Whether an element bears the address anywhere, or is one of their orders or of one. */
function isAbout(element: unknown, shopper: Shopper): boolean {
  if (typeof element !== 'object' || element === null) return false;
  return shopper.isIn(JSON.stringify(element)) || names(element, shopper.orderIds);
}

function names(value: object, ids: ReadonlySet<string>): boolean {
  return Object.entries(value).some(([key, inner]) => {
    if (typeof inner === 'string') return isIdName(key) && ids.has(lowerKey(inner));
    return typeof inner === 'object' && inner !== null && !Array.isArray(inner) && names(inner, ids);
  });
}

function blank(value: unknown, key: string, shopper: Shopper): unknown {
  if (typeof value === 'string') {
    if (NOTES.test(key)) return withoutLines(value, shopper);
    return isPersonalName(key) ? '' : shopper.outOf(value);
  }
  if (Array.isArray(value)) return value.map((element: unknown) => blank(element, key, shopper));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, blank(inner, name, shopper)]));
}

/** The first line of a copy's notes says whose copy it is, and stays. */
function withoutLines(text: string, shopper: Shopper): string {
  return text
    .split('\n')
    .filter((line) => shopper.outOf(line) === line)
    .join('\n');
}
