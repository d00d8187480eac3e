import { findPrefixClashes, type PrefixOwner } from '../../model/order-id.ts';

/** As the pipeline file takes a target: begins with a letter. */
const TARGET = /^[A-Za-z][A-Za-z0-9-]{0,9}$/;
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

export interface PrefixSeen {
  /** '' for numbers without one. */
  readonly prefix: string;
  readonly orders: number;
  /** One such order. */
  readonly example: string;
}

/** What the numbers of some orders begin with, the most frequent first. */
export function prefixesOf(ids: readonly string[]): PrefixSeen[] {
  const groups = Map.groupBy(ids, numberPrefix);
  const seen = [...groups].map(([prefix, some]) => ({ prefix, orders: some.length, example: some[0] ?? '' }));
  return seen.sort((a, b) => b.orders - a.orders || a.prefix.localeCompare(b.prefix));
}

/** What stands before the digits of an order's number. */
export function numberPrefix(id: string): string {
  return /^\D*/.exec(id)?.[0] ?? '';
}

interface Proposing {
  readonly store: string;
  /** Of this store, the most frequent first. */
  readonly seen: readonly string[];
  /** All that is given away: the primary's, and the targets of the other secondaries. */
  readonly taken: readonly PrefixOwner[];
}

/**
 * Targets that can't meet: none begins with another one or with one that is taken, capitals or not. The most frequent
 * prefix gets the beginning of the store's name, as short as it can be; another one a letter of its own, the last one first, so
 * that the first letters are left to stores that are still to come.
 * @returns source prefix → target; one that nothing is free for is missing
 */
export function proposePrefixes({ store, seen, taken }: Proposing): Map<string, string> {
  const proposed = new Map<string, string>();
  const owners = [...taken];
  for (const [place, prefix] of seen.entries()) {
    const target = firstFree(
      place === 0 ? [...beginningsOf(store), ...lettersOf(store)] : [...lettersOf(prefix).reverse(), prefix],
      owners,
    );
    if (target === undefined) continue;
    proposed.set(prefix, target);
    owners.push({ owner: store, prefix: target });
  }
  return proposed;
}

/** Why a target can't be taken, as a clause; undefined where it can. */
export function targetProblem(target: string, taken: readonly PrefixOwner[]): string | undefined {
  if (!TARGET.test(target)) return 'which is not made of 1 to 10 letters, digits and -, beginning with a letter';
  const [clash] = clashesOf(target, taken);
  return clash && `which can meet ${JSON.stringify(clash.prefix)} of ${clash.owner}: one begins with the other`;
}

function clashesOf(target: string, taken: readonly PrefixOwner[]): PrefixOwner[] {
  return taken.filter((one) => findPrefixClashes([one, { owner: 'the new one', prefix: target }]).length > 0);
}

function firstFree(wishes: readonly string[], taken: readonly PrefixOwner[]): string | undefined {
  const isFree = (target: string): boolean => targetProblem(target, taken) === undefined;
  // Where one letter is taken with all that begins with it, another one is free as a rule.
  for (const candidates of [() => wishes, () => LETTERS, () => combined(2), () => combined(3)]) {
    const found = candidates().find(isFree);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `W`, `WE`, `WES`, … */
function beginningsOf(name: string): string[] {
  const letters = lettersOf(name);
  return letters.map((_, index) => letters.slice(0, index + 1).join('')).slice(0, 10);
}

function lettersOf(name: string): string[] {
  return [...name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')];
}

function combined(length: number): string[] {
  if (length === 1) return LETTERS;
  return combined(length - 1).flatMap((beginning) => LETTERS.map((letter) => beginning + letter));
}
