import { findPrefixClashes } from '../model/order-id.ts';
import type { KeyPath } from './problems.ts';
import type { FileView, Finding } from './store-view.ts';

interface ReferencePrefix {
  readonly path: KeyPath;
  readonly store: KeyPath;
  readonly text: string;
}

/** Promise 4: invoice numbers never meet. */
export function checkPrefixes(view: FileView): Finding[] {
  const referencePrefixes = referencePrefixesOf(view);
  return referencePrefixes.flatMap((later, index) =>
    referencePrefixes
      .slice(0, index)
      .filter((earlier) => clash(earlier, later))
      .map((earlier) => ({ path: later.path, message: clashSentence(view, later, earlier) })),
  );
}

function referencePrefixesOf(view: FileView): ReferencePrefix[] {
  const referencePrefix = (store: KeyPath, path: KeyPath): ReferencePrefix[] => {
    const text = view.text(path);
    return text === undefined ? [] : [{ path, store, text }];
  };
  const numbers = Array.from({ length: view.count(['primary', 'prefixes']) }, (_, index) => index);
  return [
    ...numbers.flatMap((index) => referencePrefix(['primary'], ['primary', 'prefixes', index])),
    ...view
      .secondaries()
      .flatMap((store) =>
        view.names([...store, 'prefix']).flatMap((name) => referencePrefix(store, [...store, 'prefix', name])),
      ),
  ];
}

function clash(earlier: ReferencePrefix, later: ReferencePrefix): boolean {
  // The place, not the name: a secondary that calls itself primary must not have the primary's exemption.
  const owners = [earlier, later].map(({ store, text }) => ({ owner: store.join(' '), prefix: text }));
  return findPrefixClashes(owners).length > 0;
}

function clashSentence(view: FileView, later: ReferencePrefix, earlier: ReferencePrefix): string {
  const speak = (referencePrefix: ReferencePrefix) =>
    `${view.show(referencePrefix.path)} (${view.storeName(referencePrefix.store)})`;
  const same = later.text.toLowerCase() === earlier.text.toLowerCase();
  const [shorter, longer] = later.text.length <= earlier.text.length ? [later, earlier] : [earlier, later];
  const fact = same
    ? `the prefixes ${speak(earlier)} and ${speak(later)} are the same`
    : `the prefix ${speak(longer)} begins with the prefix ${speak(shorter)}`;
  const reason = 'so that invoice numbers of two stores or kinds could meet in Xero';
  return `${fact}, ${reason}; expected prefixes of which none begins with another, capitals or not; choose another target`;
}
