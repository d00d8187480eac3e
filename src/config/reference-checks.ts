import { defaultUsernamePrefix } from './complete.ts';
import type { KeyPath } from './problems.ts';
import type { FileView, Finding } from './store-view.ts';

interface ReferencePrefix {
  /** The key; for a default the store, since the key is not there. */
  readonly path: KeyPath;
  readonly store: KeyPath;
  readonly text: string;
  readonly isDefault: boolean;
  /** A whole name, which meets only what it begins with. */
  readonly whole?: boolean;
}

interface Kind {
  readonly what: string;
  readonly danger: string;
}

/** Xero tells the payments of two stores apart by these marks only. */
export function checkReferences(view: FileView): Finding[] {
  const referencePrefixes = view.secondaries().flatMap((store) =>
    ['payment', 'overpayment', 'creditNote'].flatMap((key) => {
      const name = view.text([...store, 'name']);
      return referencePrefixOf(view, store, ['references', key], name === undefined ? undefined : `${name}:`);
    }),
  );
  return conflicts(view, referencePrefixes, {
    what: 'reference mark',
    danger: 'payments or credit notes could be taken for each other',
  });
}

/** Two stores' customers who get one user name would become one person. */
export function checkUsernames(view: FileView): Finding[] {
  const referencePrefixes = view.secondaries().flatMap((store): ReferencePrefix[] => {
    if (view.text([...store, 'customers', 'policy']) === 'house') {
      return referencePrefixOf(view, store, ['customers', 'house', 'username']).map((referencePrefix) => ({
        ...referencePrefix,
        whole: true,
      }));
    }
    const targets = view.targets(store);
    const fallback = targets.length === 0 ? undefined : defaultUsernamePrefix(targets);
    return referencePrefixOf(view, store, ['customers', 'usernamePrefix'], fallback);
  });
  return conflicts(view, referencePrefixes, {
    what: 'user name',
    danger: 'customers of two stores could get one account',
  });
}

/** Two stores' products that get one SKU would become one product. */
export function checkSkuPrefixes(view: FileView): Finding[] {
  const referencePrefixes = view
    .secondaries()
    .filter((store) => view.text([...store, 'products', 'policy']) === 'prefix')
    .flatMap((store) => referencePrefixOf(view, store, ['products', 'skuPrefix']));
  return conflicts(view, referencePrefixes, { what: 'SKU prefix', danger: 'products of two stores could get one SKU' });
}

function referencePrefixOf(view: FileView, store: KeyPath, key: KeyPath, fallback?: string): ReferencePrefix[] {
  const path = [...store, ...key];
  const text = view.has(path) ? view.text(path) : fallback;
  return text === undefined || text === '' ? [] : [{ path, store, text, isDefault: !view.has(path) }];
}

function conflicts(view: FileView, referencePrefixes: readonly ReferencePrefix[], kind: Kind): Finding[] {
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const [index, later] of referencePrefixes.entries()) {
    for (const earlier of referencePrefixes.slice(0, index)) {
      // Two defaults follow the stores' names or prefixes, which have checks of their own.
      if (!meet(earlier, later) || (earlier.isDefault && later.isDefault)) continue;
      const [place, other] = later.isDefault ? [earlier, later] : [later, earlier];
      const id = JSON.stringify([place.path, other.store]);
      if (!told.has(id)) findings.push({ path: place.path, message: sentence(view, place, other, kind) });
      told.add(id);
    }
  }
  return findings;
}

function meet(earlier: ReferencePrefix, later: ReferencePrefix): boolean {
  const [a, b] = [earlier.text.toLowerCase(), later.text.toLowerCase()];
  // In one store digits follow each mark: `west:` and `west:c` never meet, `west:` and `west:1` could.
  if (earlier.store.join() === later.store.join()) {
    const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
    return longer.startsWith(shorter) && /^\d/.test(longer.slice(shorter.length));
  }
  if (earlier.whole && later.whole) return a === b;
  return (!earlier.whole && b.startsWith(a)) || (!later.whole && a.startsWith(b));
}

function sentence(view: FileView, place: ReferencePrefix, other: ReferencePrefix, { what, danger }: Kind): string {
  const text = other.isDefault ? 'the default' : view.show(other.path);
  const fact = `the ${what} ${view.show(place.path)} meets ${text} of ${view.storeName(other.store)}`;
  return `${fact}, so that ${danger}; expected one of which none begins with another's, capitals or not; choose another`;
}
