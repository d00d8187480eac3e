import { describe, expect, test } from 'vitest';
import { customerTarget } from '../../../src/entities/customer/write.ts';
import { emptyAddress } from '../../../src/model/address.ts';
import type { PrimaryAccount } from '../../../src/model/customer.ts';
import type { CustomerDraft } from '../../../src/model/drafts.ts';
import { decimal, ZERO } from '../../../src/model/money.ts';
import type { NetoClient } from '../../../src/neto/client.ts';

const draft: CustomerDraft = {
  username: 'w_jsmith',
  email: 'jane@example.com',
  type: 'Customer',
  abn: '12',
  userGroup: '',
  internalNotes: 'Copied from west customer jsmith by neto-consolidator',
  billing: { ...emptyAddress, firstName: 'Jane', lastName: 'Smith', company: 'Acme' },
  shipping: emptyAddress,
};

function held(changes: Partial<PrimaryAccount> = {}): PrimaryAccount {
  const none = { active: true, newsletter: false, creditLimit: ZERO, onCreditHold: false, updatedAt: null };
  return { ...draft, ...none, ...changes };
}

// Neither of the two asks the store anything.
const { compare, isCopyOf } = customerTarget({} as NetoClient);
const item = { key: { store: 'west', entity: 'customers', sourceId: 'jsmith' }, targetId: 'w_jsmith', draft } as const;

describe('the read-back of an account whose intent an earlier version has left open', () => {
  test('finds nothing where it is as meant, in whatever letters', () => {
    expect(compare(draft, held({ email: 'JANE@example.com' }))).toEqual([]);
  });

  test.each<[string, Partial<PrimaryAccount>]>([
    ['credit limit', { creditLimit: decimal('500') }],
    ['credit hold', { onCreditHold: true }],
    ['newsletter', { newsletter: true }],
    ['active', { active: false }],
    ['e-mail address', { email: 'jane@example.co' }],
    ['first name', { billing: { ...draft.billing, firstName: 'Jan' } }],
    ['last name', { billing: { ...draft.billing, lastName: 'Smit' } }],
    ['company', { billing: { ...draft.billing, company: '' } }],
    ['ABN', { abn: '' }],
  ])('tells of another %s, and of nothing personal', (field, changes) => {
    const differences = compare(draft, held(changes));
    expect(differences).toMatchObject([{ field }]);
    expect(JSON.stringify(differences)).not.toMatch(/jane@|Jan[^u]|Smit|Acme/);
  });
});

describe('whether an account is the copy', () => {
  test('is told by the note of its origin, whatever else has changed', () => {
    expect(isCopyOf(item, held({ email: 'new@example.com', internalNotes: `VIP. ${draft.internalNotes}.` }))).toBe(
      true,
    );
    expect(isCopyOf(item, held({ internalNotes: 'Good payer' }))).toBe(false);
    expect(isCopyOf(item, held({ internalNotes: draft.internalNotes.replace('jsmith', 'jsmith2') }))).toBe(false);
  });

  test('is told by everything else where notes are not given back', () => {
    expect(isCopyOf(item, held({ internalNotes: '' }))).toBe(true);
    expect(isCopyOf(item, held({ internalNotes: '', email: '' }))).toBe(false);
    const billing = { ...draft.billing, firstName: 'John' };
    expect(isCopyOf(item, held({ internalNotes: '', billing }))).toBe(false);
  });
});
