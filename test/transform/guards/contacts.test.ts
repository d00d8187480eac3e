import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContactPerson, findContactTraps, fold, placesOfAlike } from '../../../src/transform/guards/contacts.ts';

let number = 0;
function person(changes: Partial<ContactPerson>): ContactPerson {
  number += 1;
  return {
    orderId: `N${number}`,
    username: `u${number}`,
    email: `u${number}@x.au`,
    firstName: `F${number}`,
    surname: 'Doe',
    company: '',
    ...changes,
  };
}

function kinds(people: readonly ContactPerson[], isOnePerson?: (email: string) => boolean): string[] {
  return findContactTraps(people, isOnePerson).map(({ kind }) => kind);
}

describe('people whom Xero would take for one another', () => {
  test('company names that differ in capitals, blanks and dots alone', () => {
    const people = [
      person({ company: 'Cash Sale' }),
      person({ company: ' cash  sale. ' }),
      person({ company: 'Acme' }),
    ];
    expect(findContactTraps(people)).toEqual([
      {
        kind: 'shared-company',
        orderIds: [people[0]?.orderId, people[1]?.orderId],
        concerned: [people[0]?.orderId, people[1]?.orderId],
      },
    ]);
  });

  test('one customer who orders twice is no trap, and neither are people without a company', () => {
    const twice = person({ company: 'Acme' });
    expect(kinds([twice, { ...twice, orderId: 'N900' }, person({}), person({})])).toEqual([]);
  });

  test('two accounts of one name without companies, unless their address says that they are one person', () => {
    const adam = { firstName: 'Adam', surname: 'Bell' };
    expect(kinds([person(adam), person({ ...adam, firstName: ' ADAM' })])).toEqual(['shared-name']);
    expect(kinds([person(adam), person({ ...adam, orderId: '' })])).toEqual(['shared-name']);
    expect(kinds([person(adam), person({ ...adam, company: 'Acme' })])).toEqual([]);
    const one = person(adam);
    expect(kinds([one, { ...one, orderId: 'N901' }])).toEqual([]);
    expect(kinds([one, person({ ...adam, email: one.email })])).toEqual(['several-usernames']);
    expect(kinds([one, person({ ...adam, email: one.email })], () => false)).toEqual(['shared-name']);
    expect(kinds([person({ ...adam, email: 'n/a' }), person({ ...adam, email: 'n/a' })])).toEqual(['shared-name']);
    expect(kinds([person({ company: 'Adam Bell' }), person(adam)])).toEqual(['shared-name']);
    const [a, b] = [person(adam), person(adam)];
    expect(kinds([a, b, { ...a, email: b.email }])).toEqual(['several-usernames']);
  });

  test('every order of theirs is concerned, and an account without an order counts too', () => {
    const twice = person({ company: 'Acme' });
    const people = [twice, { ...twice, orderId: 'N900' }, person({ orderId: '', company: 'Acme' })];
    const concerned = [twice.orderId, 'N900'];
    expect(findContactTraps(people)).toEqual([{ kind: 'shared-company', orderIds: [twice.orderId], concerned }]);
    expect(findContactTraps(people.slice(2).concat(person({ orderId: '', company: 'Acme' })))).toEqual([]);
  });

  test('one user name for two people, but not for one who married or moved to another address', () => {
    const first = person({ username: 'sam' });
    expect(kinds([first, person({ username: 'Sam', surname: 'Lee' })])).toEqual(['shared-username']);
    expect(kinds([first, { ...first, surname: 'Lee' }])).toEqual([]);
    expect(kinds([first, { ...first, email: 'other@x.au' }])).toEqual([]);
  });

  test('one address under two user names, unless it stands for many', () => {
    const people = [person({ email: 'a@x.au' }), person({ email: 'A@x.au' })];
    expect(kinds(people)).toEqual(['several-usernames']);
    expect(kinds(people, () => false)).toEqual([]);
  });
});

test('nobody is in a trap who has no name, account or address in common with another one', () => {
  const some = (...texts: readonly string[]) => fc.constantFrom('', ...texts);
  const people = fc.array(
    fc.record({
      orderId: some('west N1', 'west N2'),
      username: some('ann', 'Ann', 'bob'),
      email: some('ann@example.com', 'Ann@example.com', 'shared@example.com', 'n/a'),
      firstName: some('Ann', 'Bob'),
      surname: some('Lee', 'LEE.', 'Ray'),
      company: some('Lee Pty. Ltd.', 'Ann Lee', 'Ray & Co'),
    }),
    { maxLength: 12 },
  );
  const isOnePerson = (email: string): boolean => !email.startsWith('shared');
  fc.assert(
    fc.property(people, (all) => {
      const alike = placesOfAlike(all, isOnePerson);
      expect(
        findContactTraps(
          all.filter((_, place) => alike.has(place)),
          isOnePerson,
        ),
      ).toEqual(findContactTraps(all, isOnePerson));
    }),
  );
});

test('a name in which there is nothing to fold but capitals is compared as any other one', () => {
  const pieces = fc.constantFrom(
    ' ',
    '  ',
    '.',
    ',',
    'A',
    'Ng',
    "O'Brien",
    '-',
    '\t',
    '\u00a0',
    'É',
    'ｃ',
    'ß',
    '~',
    '',
  );
  const texts = fc.oneof(
    fc.array(pieces).map((some) => some.join('')),
    fc.string(),
  );
  const slow = (text: string) => text.normalize('NFKC').toLowerCase().replace(/[.,]/g, '').replace(/\s+/g, ' ').trim();
  fc.assert(
    fc.property(texts, (text) => {
      expect(fold(text)).toBe(slow(text));
    }),
    { numRuns: 2_000 },
  );
});
