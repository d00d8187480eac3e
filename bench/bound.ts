import { printTable } from './table.ts';

/** What a benchmark promises of one figure. */
export interface Bound {
  readonly what: string;
  readonly value: string;
  readonly bound: string;
  readonly holds: boolean;
}

export function equal(what: string, value: number, bound: number): Bound {
  return { what, value: String(value), bound: `= ${bound}`, holds: value === bound };
}

export function most(what: string, value: number, bound: number): Bound {
  return { what, value: inDigits(value), bound: `<= ${bound}`, holds: value <= bound };
}

export function atLeast(what: string, value: number, bound: number): Bound {
  return { what, value: inDigits(value), bound: `>= ${bound}`, holds: value >= bound };
}

/** For people: it is not measured more closely than that. */
function inDigits(value: number): string {
  return value.toFixed(Math.abs(value) < 1 ? 3 : Math.abs(value) < 10 ? 2 : 0);
}

/** @returns whether all of them hold */
export function printBounds(bounds: readonly Bound[]): boolean {
  printTable(
    ['what', 'measured', 'bound', 'holds'],
    bounds.map(({ what, value, bound, holds }) => [what, value, bound, holds ? 'yes' : 'NO']),
  );
  return bounds.every(({ holds }) => holds);
}
