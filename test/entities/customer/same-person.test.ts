import { describe, expect, it } from 'vitest';
import { namesDiffer, type PersonName } from '../../../src/entities/customer/same-person.ts';

const name = (firstName: string, lastName: string, company = ''): PersonName => ({ firstName, lastName, company });

describe('names that can not be one person’s', () => {
  it.each([
    [name('Jane', 'Smith'), name('Jane', 'Jones')],
    [name('Jane', 'Smith'), name('John', 'Smith')],
    [name('Jane', ''), name('John', 'Smith')],
    [name('', '', 'Acme Pty Ltd'), name('', '', 'Bolt Pty Ltd')],
    [name('Jane', 'Smith'), name('', '', 'Acme Pty Ltd')],
    [name('', 'Smith', 'Acme Pty Ltd'), name('', '', 'Bolt Pty Ltd')],
  ])('%j and %j', (a, b) => {
    expect(namesDiffer(a, b)).toBe(true);
    expect(namesDiffer(b, a)).toBe(true);
  });
});

describe('names that may be one person’s', () => {
  it.each([
    [name('Jane', 'Smith'), name('JANE', ' smith ')],
    [name('J.', 'Smith'), name('Jane', 'Smith')],
    [name('Jane', 'O’Brien'), name('Jane', "O'Brien")],
    [name('Jane', 'Smith'), name('', '')],
    [name('Jane', 'Smith'), name('.', '.')],
    [name('Jane', 'Smith', 'Acme'), name('Jane', 'Smith', 'Bolt')],
    [name('Zoë', 'Müller'), name('Zoe\u0308', 'Mu\u0308ller')],
    [name('', '', 'Acme Pty Ltd'), name('', '', 'ACME PTY. LTD.')],
  ])('%j and %j', (a, b) => {
    expect(namesDiffer(a, b)).toBe(false);
    expect(namesDiffer(b, a)).toBe(false);
  });
});
