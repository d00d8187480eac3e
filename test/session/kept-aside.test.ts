import { describe, expect, test } from 'vitest';
import { KeptAside } from '../../src/session/kept-aside.ts';

interface Person {
  readonly name: string;
  readonly email: string;
}

const JANE: Person = { name: 'Jané "J" O’Neil', email: 'jane@shop.test' };
const JOHN: Person = { name: 'John', email: 'jane@shop.test' };
const NOBODY: Person = { name: '', email: '' };

describe.each([
  ['in memory', 100],
  ['in a file', 0],
  ['first in memory, then in a file', 1],
])('what is kept aside %s', (_where, mostInMemory) => {
  const people = () => new KeptAside<Person>({ likenessOf: ({ email }) => email, mostInMemory });

  test('is found by its key, and by nothing else', () => {
    const kept = people();
    kept.set('jane', JANE);
    kept.set('john', JOHN);
    expect(kept.get('jane')).toEqual(JANE);
    expect([kept.has('john'), kept.has('John'), kept.get('jo')]).toEqual([true, false, undefined]);
    expect(kept.size).toBe(2);
    kept.close();
  });

  test('is given in the order in which it came, also what was kept anew', () => {
    const kept = people();
    kept.set('john', JOHN);
    kept.set('jane', JOHN);
    kept.set('nobody', NOBODY);
    kept.set('jane', JANE);
    expect([...kept]).toEqual([
      ['john', JOHN],
      ['jane', JANE],
      ['nobody', NOBODY],
    ]);
    expect([...kept.values()]).toEqual([JOHN, JANE, NOBODY]);
    expect(kept.size).toBe(3);
    kept.close();
  });

  test('is found by what several share, as it is now; by nothing where they have nothing', () => {
    const kept = people();
    kept.set('john', JOHN);
    kept.set('nobody', NOBODY);
    kept.set('jane', JANE);
    expect(kept.alike('jane@shop.test')).toEqual([JOHN, JANE]);
    expect(kept.alike('')).toEqual([]);
    kept.set('john', { ...JOHN, email: 'john@shop.test' });
    expect(kept.alike('jane@shop.test')).toEqual([JANE]);
    expect(kept.alike('john@shop.test')).toEqual([{ ...JOHN, email: 'john@shop.test' }]);
    kept.close();
  });

  test('is gone once it is closed', () => {
    const kept = people();
    kept.set('john', JOHN);
    kept.set('jane', JANE);
    kept.close();
    expect([kept.size, kept.get('john'), kept.alike('jane@shop.test'), [...kept]]).toEqual([0, undefined, [], []]);
  });
});
