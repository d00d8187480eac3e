import { findPrefixClashes } from '../../model/order-id.ts';
import { defaultUsernamePrefix } from './complete.ts';
import type { KeyPath } from './problems.ts';
import type { FileView, Finding } from './store-view.ts';

interface Mark {
  readonly path: KeyPath;
  readonly store: KeyPath;
  readonly text: string;
  /** For a default: what the message says instead of a place that does not exist. */
  readonly note: string;
}

/** Promise 4: invoice numbers never meet. */
export function checkPrefixes(view: FileView): Finding[] {
  const marks: Mark[] = [];
  const add = (store: KeyPath, path: KeyPath) => {
    const text = view.text(path);
    if (text !== undefined) marks.push({ path, store, text, note: '' });
  };
  for (let index = 0; index < view.count(['primary', 'prefixes']); index += 1)
    add(['primary'], ['primary', 'prefixes', index]);
  for (const store of view.secondaries()) {
    for (const name of view.names([...store, 'prefix'])) add(store, [...store, 'prefix', name]);
  }
  // The index as the owner's name leads back from the clash to the place, where one prefix stands there twice.
  const findings: Finding[] = [];
  for (const [index, later] of marks.entries()) {
    for (const earlier of marks.slice(0, index)) {
      const owner = (mark: Mark) => (mark.store[0] === 'primary' ? 'primary' : view.storeName(mark.store));
      const pair = [earlier, later].map((mark) => ({ owner: owner(mark), prefix: mark.text }));
      if (findPrefixClashes(pair).length === 0) continue;
      findings.push({ path: later.path, message: clashSentence(view, later, earlier) });
    }
  }
  return findings;
}

function clashSentence(view: FileView, later: Mark, earlier: Mark): string {
  const speak = (mark: Mark) => `${view.show(mark.path)} (${view.storeName(mark.store)})`;
  const same = later.text.toLowerCase() === earlier.text.toLowerCase();
  const [shorter, longer] = later.text.length <= earlier.text.length ? [later, earlier] : [earlier, later];
  const fact = same
    ? `the prefixes ${speak(earlier)} and ${speak(later)} are the same`
    : `the prefix ${speak(longer)} begins with the prefix ${speak(shorter)}`;
  const reason = 'so that invoice numbers of two stores or kinds could meet in Xero';
  return `${fact}, ${reason}; expected prefixes of which none begins with another, capitals or not; choose another target`;
}

const KINDS = ['payment', 'overpayment', 'creditNote'];

/** Xero tells the payments of two stores apart by these marks only. */
export function checkReferences(view: FileView): Finding[] {
  const marks = view.secondaries().flatMap((store) =>
    KINDS.flatMap((kind): Mark[] => {
      const path = [...store, 'references', kind];
      const name = view.text([...store, 'name']);
      const text = view.has(path) ? view.text(path) : name === undefined ? undefined : `${name}:`;
      return text === undefined ? [] : [{ path, store, text, note: view.has(path) ? '' : ' by default' }];
    }),
  );
  return clashesOfStores(view, marks, 'reference', 'payments of two stores could be taken for each other');
}

/** Two stores' customers who get one user name would become one person. */
export function checkMadeNames(view: FileView): Finding[] {
  const usernames = view.secondaries().flatMap((store): Mark[] => {
    if (view.text([...store, 'customers', 'policy']) === 'house') return [];
    const path = [...store, 'customers', 'usernamePrefix'];
    const targets = view.names([...store, 'prefix']).flatMap((name) => view.text([...store, 'prefix', name]) ?? []);
    const text = view.has(path) ? view.text(path) : targets.length === 0 ? undefined : defaultUsernamePrefix(targets);
    return text === undefined ? [] : [{ path, store, text, note: view.has(path) ? '' : ' by default' }];
  });
  return clashesOfStores(view, usernames, 'user name prefix', 'customers of two stores could get one user name');
}

function clashesOfStores(view: FileView, marks: readonly Mark[], what: string, danger: string): Finding[] {
  const findings: Finding[] = [];
  const told = new Set<string>();
  for (const [index, later] of marks.entries()) {
    for (const earlier of marks.slice(0, index)) {
      const [a, b] = [earlier.text.toLowerCase(), later.text.toLowerCase()];
      if (earlier.store === later.store || (!a.startsWith(b) && !b.startsWith(a))) continue;
      // Two defaults follow the stores' names or prefixes, which have checks of their own.
      if (earlier.note !== '' && later.note !== '') continue;
      const [place, other] = later.note === '' ? [later, earlier] : [earlier, later];
      const id = JSON.stringify([place.path, other.store]);
      if (told.has(id)) continue;
      told.add(id);
      const fact = `the ${what} ${view.show(place.path)} meets ${other.note === '' ? view.show(other.path) : 'the one'}, which ${view.storeName(other.store)} has${other.note}`;
      findings.push({
        path: place.path,
        message: `${fact}: ${danger}; expected one of which none begins with another store's, capitals or not; choose another`,
      });
    }
  }
  return findings;
}
