import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CustomerInput,
  customerEmail,
  decideCustomer,
  targetUsername,
} from '../../../src/entities/customer/transform.ts';
import type { Customer, PrimaryAccount } from '../../../src/model/customer.ts';
import { buyer, customer, type RuleChanges, rules } from '../../transform/samples.ts';

interface Case {
  readonly customer?: Partial<Customer>;
  readonly rules?: RuleChanges['customers'];
  readonly byEmail?: readonly Partial<Customer>[];
  readonly byUsername?: Partial<PrimaryAccount>;
  readonly madeBefore?: string;
}

function input(given: Case = {}): CustomerInput {
  return {
    buyer: buyer(),
    customer: customer(given.customer),
    rules: rules({ customers: given.rules ?? {} }),
    primary: {
      byEmail: (given.byEmail ?? []).map((changes) => customer(changes)),
      byUsername:
        given.byUsername === undefined ? undefined : { ...customer({ username: 'w_jsmith' }), ...given.byUsername },
    },
    madeBefore: given.madeBefore,
  };
}

const decide = (given: Case = {}) => decideCustomer(input(given));
const named = (lastName: string) => ({ billing: { ...customer().billing, lastName } });

describe('policy house', () => {
  const house = { username: 'west_store', email: 'accounts@main.example' };

  it('gives every customer the house account, whatever the primary holds', () => {
    expect(decide({ rules: { policy: 'house', house }, byEmail: [{}], madeBefore: 'w_x' })).toEqual({
      kind: 'house',
      username: 'west_store',
    });
  });

  it('has the house account as everybody’s target name', () => {
    expect(targetUsername('jsmith', rules({ customers: { policy: 'house', house } }))).toBe('west_store');
  });
});

describe('policy match', () => {
  it('links the account with the same e-mail, in upper or lower case', () => {
    expect(decide({ byEmail: [{ username: 'jane', email: 'Jane@Example.COM' }] })).toEqual({
      kind: 'link',
      username: 'jane',
    });
  });

  it('keeps to the account it made or linked before', () => {
    expect(decide({ madeBefore: 'w_old', byEmail: [{ username: 'jane' }] })).toEqual({
      kind: 'link',
      username: 'w_old',
    });
  });

  it('does not link an account with another surname, and leaves the taken address off the new one', () => {
    expect(decide({ byEmail: [{ username: 'bob', ...named('Jones') }] })).toMatchObject({
      kind: 'make',
      username: 'w_jsmith',
      draft: { email: '' },
    });
  });

  it('does not take a missing surname for another one', () => {
    expect(decide({ byEmail: [{ username: 'jane', ...named('') }] })).toEqual({ kind: 'link', username: 'jane' });
  });

  it('links one of several accounts only where exactly one has the surname', () => {
    const jones = { username: 'bob', ...named('Jones') };
    expect(decide({ byEmail: [jones, { username: 'jane' }] })).toEqual({ kind: 'link', username: 'jane' });
    expect(decide({ byEmail: [jones, { username: 'jane' }, { username: 'jim' }] }).kind).toBe('make');
  });

  it.each<[string, Case]>([
    ['shared', { rules: { sharedEmails: ['JANE@example.com'] } }],
    ['of a marketplace relay', { rules: { relayDomains: ['example.com'] } }],
    ["the house's", { customer: { email: 'Accounts@main.example' } }],
  ])('does not match by an address that is %s', (_, given) => {
    const email = given.customer?.email ?? 'jane@example.com';
    expect(decide({ ...given, byEmail: [{ username: 'jane', email }] }).kind).toBe('make');
  });

  it('knows a relay by its subdomains, but not by an ending of its name', () => {
    const relayDomains = ['relay.com'];
    const email = (address: string) => ({
      customer: { email: address },
      byEmail: [{ username: 'jane', email: address }],
    });
    expect(decide({ rules: { relayDomains }, ...email('x@au.relay.com') }).kind).toBe('make');
    expect(decide({ rules: { relayDomains }, ...email('x@myrelay.com') }).kind).toBe('link');
  });

  it('does not look an account without an address up by the address of an order: a counter serves many', () => {
    const counter = { ...input({ byEmail: [{ username: 'jane' }] }), customer: customer({ email: '' }) };
    expect(customerEmail(counter.buyer, counter.customer)).toBe('');
    expect(customerEmail(counter.buyer, undefined)).toBe('jane@example.com');
    expect(decideCustomer(counter)).toMatchObject({ kind: 'make', draft: { email: '' } });
  });

  it('does not link two people of one surname who share an address', () => {
    const john = { username: 'john', billing: { ...customer().billing, firstName: 'John' } };
    expect(decide({ byEmail: [john] })).toMatchObject({ kind: 'make', draft: { email: '' } });
  });

  it('links an account that has its accents composed otherwise, and sends its own', () => {
    const [composed, marked] = ['Renée', 'Rene\u0301e'];
    const name = (firstName: string) => ({ billing: { ...customer().billing, firstName } });
    const email = { email: `${marked}@example.com` };
    const here = { ...name(marked), ...email };
    expect(
      decide({ customer: here, byEmail: [{ username: 'r', ...name(composed), email: `${composed}@example.com` }] }),
    ).toEqual({
      kind: 'link',
      username: 'r',
    });
    expect(decide({ customer: here })).toMatchObject({ draft: { ...email, billing: { firstName: marked } } });
  });

  it('does not match by a blank address', () => {
    const blank = { ...input({ byEmail: [{ username: 'jane', email: '' }] }), buyer: buyer({ email: '' }) };
    expect(decideCustomer({ ...blank, customer: customer({ email: '' }) }).kind).toBe('make');
  });
});

describe('policy prefix', () => {
  const prefix = { policy: 'prefix' } as const;

  it('makes an account of its own, with a note of its origin, also where the address is known', () => {
    expect(decide({ rules: prefix, byEmail: [{ username: 'jane' }] })).toMatchObject({
      kind: 'make',
      draft: {
        username: 'w_jsmith',
        email: '',
        userGroup: '',
        internalNotes: 'Copied from west customer jsmith by neto-consolidator',
      },
    });
  });

  it('puts a free address on the account, unless it is too long or stands for many', () => {
    expect(decide({ rules: prefix })).toMatchObject({ draft: { email: 'jane@example.com' } });
    expect(decide({ rules: prefix, customer: { email: `${'a'.repeat(45)}@b.com` } })).toMatchObject({
      draft: { email: '' },
    });
    expect(decide({ rules: { ...prefix, sharedEmails: ['jane@example.com'] } })).toMatchObject({
      draft: { email: '' },
    });
  });

  it('links the account of the made name where it has the same address', () => {
    expect(decide({ rules: prefix, byUsername: { email: 'JANE@example.com' } })).toEqual({
      kind: 'link',
      username: 'w_jsmith',
    });
  });

  it('holds a customer whose name and address are there under another surname', () => {
    expect(decide({ rules: prefix, byUsername: named('Jones') })).toMatchObject({ reason: 'customer-name-differs' });
  });

  it('leaves an address off that another account has, and keeps one that only the account of this very name has', () => {
    const byEmail = [{ username: 'jane' }];
    expect(decide({ rules: prefix, byEmail })).toMatchObject({ username: 'w_jsmith', draft: { email: '' } });
    const email = customer().email;
    for (const username of ['w_jsmith', 'W_JSmith'])
      expect(decide({ rules: prefix, byEmail: [{ username }] })).toMatchObject({ kind: 'make', draft: { email } });
    expect(decide({ rules: prefix, byEmail: [{ username: 'w_jsmith' }, ...byEmail] })).toMatchObject({
      draft: { email: '' },
    });
  });

  it('takes the same user name with another address for another person, and says so the same way each time', () => {
    const taken = decide({ rules: prefix, byUsername: { email: 'john@example.com' } });
    expect(taken).toMatchObject({ kind: 'make', username: expect.stringMatching(/^w_jsmith_[0-9a-f]{8}$/) });
    expect(decide({ rules: prefix, byUsername: { email: 'john@example.com' } })).toEqual(taken);
  });

  it('finds the account again that a killed run made without an address, by the note of its origin', () => {
    const internalNotes = 'Copied from west customer jsmith by neto-consolidator';
    const again = { rules: prefix, byEmail: [{ username: 'jane' }] };
    expect(decide({ ...again, byUsername: { email: '', internalNotes } })).toEqual({
      kind: 'link',
      username: 'w_jsmith',
    });
    expect(decide({ ...again, byUsername: { email: '' } })).toMatchObject({
      kind: 'make',
      username: expect.stringMatching(/^w_jsmith_/),
    });
    const another = { email: '', internalNotes: internalNotes.replace('jsmith', 'jsmithson') };
    expect(decide({ ...again, byUsername: another })).toMatchObject({
      kind: 'make',
      username: expect.stringMatching(/^w_jsmith_/),
    });
  });

  it('does not take its own account for a person of another name who has the user name now', () => {
    const internalNotes = 'Copied from west customer jsmith by neto-consolidator';
    expect(decide({ rules: prefix, byUsername: { internalNotes, ...named('Jones') } })).toMatchObject({
      kind: 'make',
      username: expect.stringMatching(/^w_jsmith_/),
    });
  });

  it.each<[string, Case]>([
    ['shared', { rules: { ...prefix, sharedEmails: ['jane@example.com'] } }],
    ['of a marketplace relay', { rules: { ...prefix, relayDomains: ['example.com'] } }],
    ['blank', { rules: prefix, customer: { email: '' }, byUsername: { email: '' } }],
  ])('does not take the same user name for the same person by an address that is %s', (_, given) => {
    expect(decide({ byUsername: {}, ...given })).toMatchObject({
      kind: 'make',
      username: expect.stringMatching(/^w_jsmith_/),
    });
  });

  it('leaves the address off the account where the pipeline says so', () => {
    expect(decide({ rules: { ...prefix, accountEmail: 'blank' } })).toMatchObject({ draft: { email: '' } });
  });
});

describe('a made account', () => {
  it('is made from the order where the customer was deleted', () => {
    expect(decideCustomer({ ...input(), customer: undefined })).toMatchObject({
      kind: 'make',
      draft: { username: 'w_jsmith', email: 'jane@example.com', type: 'Customer', billing: { street1: '1 High St' } },
    });
  });

  it('is not made from nothing', () => {
    const nobody = { ...input(), customer: undefined, buyer: buyer({ username: '' }) };
    expect(decideCustomer(nobody)).toMatchObject({ kind: 'quarantine', reason: 'username-unmakeable' });
  });

  it('never has its name cut', () => {
    expect(decide({ customer: named('x'.repeat(51)) })).toMatchObject({
      reason: 'text-too-long',
      detail: { field: 'billing lastName' },
    });
  });
});

describe('targetUsername', () => {
  it('puts the prefix before the name', () => {
    expect(targetUsername('jsmith', rules())).toBe('w_jsmith');
    expect(targetUsername('x'.repeat(23), rules())).toBe(`w_${'x'.repeat(23)}`);
  });

  it('ends an over-long name in eight digits of its hash', () => {
    const source = 'x'.repeat(24);
    const hash = createHash('sha256').update(`w_${source}`).digest('hex').slice(0, 8);
    expect(targetUsername(source, rules())).toBe(`w_${'x'.repeat(14)}_${hash}`);
  });

  it('never passes 25 characters and never lets two names meet', () => {
    const name = fc.string({ minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), name, name, (beginning, a, b) => {
        const [first, second] = [targetUsername(beginning + a, rules()), targetUsername(beginning + b, rules())];
        expect(first.length).toBeLessThanOrEqual(25);
        expect(first === second).toBe(a === b);
      }),
    );
  });
});
