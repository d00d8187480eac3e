import { findPrefixClashes } from '../model/order-id.ts';
import type { KeyPath } from './problems.ts';
import type { FileView, Finding } from './store-view.ts';

interface Mark {
  readonly path: KeyPath;
  readonly store: KeyPath;
  readonly text: string;
}

/** Promise 4: invoice numbers never meet. */
export function checkPrefixes(view: FileView): Finding[] {
  const marks = marksOf(view);
  return marks.flatMap((later, index) =>
    marks
      .slice(0, index)
      .filter((earlier) => clash(earlier, later))
      .map((earlier) => ({ path: later.path, message: clashSentence(view, later, earlier) })),
  );
}

function marksOf(view: FileView): Mark[] {
  const mark = (store: KeyPath, path: KeyPath): Mark[] => {
    const text = view.text(path);
    return text === undefined ? [] : [{ path, store, text }];
  };
  const numbers = Array.from({ length: view.count(['primary', 'prefixes']) }, (_, index) => index);
  return [
    ...numbers.flatMap((index) => mark(['primary'], ['primary', 'prefixes', index])),
    ...view
      .secondaries()
      .flatMap((store) => view.names([...store, 'prefix']).flatMap((name) => mark(store, [...store, 'prefix', name]))),
  ];
}

function clash(earlier: Mark, later: Mark): boolean {
  // The place, not the name: a secondary that calls itself primary must not have the primary's exemption.
  const owners = [earlier, later].map(({ store, text }) => ({ owner: store.join(' '), prefix: text }));
  return findPrefixClashes(owners).length > 0;
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
