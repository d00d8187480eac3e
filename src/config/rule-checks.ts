import { kinds } from '../entities/kinds.ts';
import { methodKey } from '../model/method-names.ts';
import { knownOrderStatuses } from '../model/order.ts';
import { type KeyPath, pathText } from './problems.ts';
import type { FileView, Finding } from './store-view.ts';

export function checkNames(view: FileView): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const store of view.secondaries()) {
    const path = [...store, 'name'];
    const name = view.text(path)?.toLowerCase();
    if (name === undefined) continue;
    if (seen.has(name)) {
      const fact = `two secondaries are called ${view.show(path)}, capitals or not`;
      findings.push({ path, message: `${fact}; expected a name of its own for each; choose another` });
    }
    seen.add(name);
  }
  return findings;
}

const METHOD_MAPS: readonly KeyPath[] = [
  ['payments', 'methods'],
  ['orders', 'shippingMethods'],
];

/** `Credit Card` and `credit card` are one method, and can stand for no two of the primary's. */
export function checkMethods(view: FileView): Finding[] {
  const maps = view.secondaries().flatMap((store) => METHOD_MAPS.map((key) => [...store, ...key]));
  return maps.flatMap((path): Finding[] => {
    const map = view.value(path);
    if (typeof map !== 'object' || map === null) return [];
    const seen = new Map<string, { readonly name: string; readonly target: unknown }>();
    return Object.entries(map).flatMap(([name, target]: [string, unknown]): Finding[] => {
      const first = seen.get(methodKey(name));
      seen.set(methodKey(name), first ?? { name, target });
      if (first === undefined || isOneMethod(first.target, target)) return [];
      const names = `${JSON.stringify(first.name)} and ${JSON.stringify(name)}`;
      const fact = `${names} of ${pathText(path)} are one method, capitals or not, and stand for two of the primary's`;
      return [
        { path: [...path, name], message: `${fact}; expected one line for each method; take one away`, atKey: true },
      ];
    });
  });
}

/** `Net 14` and `net 14` are one, and can't be due on two days. */
export function checkPaymentTerms(view: FileView): Finding[] {
  const paths = view.secondaries().map((store) => [...store, 'orders', 'paymentTerms']);
  return paths.flatMap((path): Finding[] => {
    const map = view.value(path);
    if (typeof map !== 'object' || map === null) return [];
    const seen = new Map<string, readonly [name: string, days: unknown]>();
    return Object.entries(map).flatMap(([name, days]: [string, unknown]): Finding[] => {
      const first = seen.get(methodKey(name));
      seen.set(methodKey(name), first ?? [name, days]);
      if (first === undefined || first[1] === days) return [];
      const names = `${JSON.stringify(first[0])} and ${JSON.stringify(name)}`;
      const fact = `${names} of ${pathText(path)} are one name, capitals or not, and stand for two numbers of days`;
      const message = `${fact}; expected one line for each name; take one away`;
      return [{ path: [...path, name], message, atKey: true }];
    });
  });
}

function isOneMethod(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' ? methodKey(a) === methodKey(b) : a === b;
}

export function checkSettling(view: FileView): Finding[] {
  const path = ['load', 'settleAfterSeconds'];
  const timeout = view.number(['primary', 'timeoutSeconds']) ?? 60;
  const settle = view.number(path);
  // A number that is wrong in itself has its own message.
  if (settle === undefined || !Number.isInteger(settle) || settle >= 2 * timeout) return [];
  const fact = `"load.settleAfterSeconds" is ${settle}, and the primary's "timeoutSeconds" is ${timeout}`;
  const expected = `expected at least twice as much (${2 * timeout}), or a late write could be doubled; raise it or lower the time-out`;
  return [{ path, message: `${fact}; ${expected}` }];
}

const YEAR = 366 * 86_400_000;

/** A day far ahead is a slip of the pen after which nothing would be copied, in silence. */
export function checkDates(view: FileView): Finding[] {
  const latest = new Date(Date.now() + YEAR).toISOString().slice(0, 10);
  const paths: KeyPath[] = [...view.secondaries().map((store) => [...store, 'since']), ['accounting', 'lockDate']];
  return paths.flatMap((path): Finding[] => {
    const day = view.text(path);
    if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day) || day <= latest) return [];
    const fact = `${view.show(path)} is more than a year ahead, so that nothing would be copied for so long`;
    return [{ path, message: `${fact}; expected a day in the past or soon; correct the year` }];
  });
}

/** What belongs to an order names the copy of that order. */
export function checkEntities(view: FileView): Finding[] {
  return view.secondaries().flatMap((store): Finding[] => {
    const path = [...store, 'entities'];
    const named = view.value(path);
    if (!Array.isArray(named)) return [];
    return kinds.flatMap(({ name, belongsTo }) => {
      if (belongsTo === undefined || !named.includes(name) || named.includes(belongsTo)) return [];
      const fact = `"entities" of ${view.storeName(store)} has ${name}, but not ${belongsTo}, which they belong to`;
      const message = `${fact}; expected ${belongsTo} too; add ${belongsTo}`;
      return [{ path: [...path, named.indexOf(name)], message }];
    });
  });
}

/** In these, people pick, pack or hand out goods. */
const workQueues: readonly string[] = ['Backorder Approved', 'Pick', 'Pack', 'Pending Pickup', 'Pending Dispatch'];

/** A copy that is not approved yet stands in its first status for a while. */
export function checkInitialStatus(view: FileView): Finding[] {
  return view.secondaries().flatMap((store): Finding[] => {
    const path = [...store, 'orders', 'initialStatus'];
    if (view.text([...store, 'purpose']) !== 'books' || !workQueues.includes(view.text(path) ?? '')) return [];
    const fact = `"initialStatus" of ${view.storeName(store)} is ${view.show(path)} although purpose is books, so that its copies would enter a work queue`;
    return [{ path, message: `${fact}; expected New, On Hold, New Backorder or Uncommitted; change it to New` }];
  });
}

/** `books` promises that no copy enters a pick queue. */
export function checkFinalStatus(view: FileView): Finding[] {
  return view.secondaries().flatMap((store): Finding[] => {
    const path = [...store, 'orders', 'finalStatus'];
    const status = view.text(path);
    const isOther = knownOrderStatuses.some((known) => known === status && known !== 'Dispatched');
    if (view.text([...store, 'purpose']) !== 'books' || !isOther) return [];
    const fact = `"finalStatus" of ${view.storeName(store)} is ${view.show(path)} although purpose is books, so that people would pick and pack its copies`;
    return [{ path, message: `${fact}; expected Dispatched; take the line away` }];
  });
}
