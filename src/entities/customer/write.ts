import type { PrimaryAccount } from '../../model/customer.ts';
import type { CustomerDraft } from '../../model/drafts.ts';
import { addressIn } from '../../model/email-address.ts';
import { isZero, ZERO } from '../../model/money.ts';
import { bearsNote, firstLine } from '../../model/origin.ts';
import { lowerKey, sameText, textKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { addCustomers, readAccountsByUsername } from '../../neto/customers.ts';
import type { Writes } from '../definition/definition.ts';
import { type Difference, hidden, type LoadTarget } from '../writing/load-target.ts';
import { compareCustomer, type ExpectedCustomer } from './compare.ts';

/** An account to be made. `expected` is left out in intents of earlier versions, where the draft has to do. */
export type CustomerCopy = CustomerDraft & { readonly expected?: ExpectedCustomer | undefined };

/** Makes accounts over the API. */
export function customerTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<CustomerCopy, PrimaryAccount> {
  return {
    async lookUp(items, { areThere } = {}) {
      const usernames = items.map(({ targetId }) => targetId);
      const accounts = await readAccountsByUsername(client, usernames, { signal, areThere });
      return new Map(accounts.map((account) => [lowerKey(account.username), account]));
    },
    write: (items) =>
      addCustomers(
        client,
        items.map(({ draft }) => draft),
        { signal },
      ),
    isCopyOf: ({ draft }, existing) => isMadeFrom(draft, existing),
    compare: ({ expected, ...draft }, existing) =>
      expected === undefined ? compareWithDraft(draft, existing) : compareCustomer(expected, existing),
  };
}

const asMade = { active: true, newsletter: false, creditLimit: ZERO, onCreditHold: false, updatedAt: null };

export const customerSteps = {
  add: {
    done: 'added',
    open: ({ primary, signal }) => customerTarget(primary, signal),
    foresee: ({ expected: _, ...draft }: CustomerCopy): PrimaryAccount => ({ ...draft, ...asMade }),
    foreseenAs: ({ email }: PrimaryAccount) => textKey(addressIn(email)),
  },
} as const satisfies Writes['steps'];

/** By the note of its origin; where the store does not give notes back, by everything that shows who somebody is. */
function isMadeFrom(draft: CustomerDraft, existing: PrimaryAccount): boolean {
  if (existing.internalNotes.trim() !== '') return bearsNote(existing.internalNotes, firstLine(draft.internalNotes));
  // Nobody's name that is taken gets here: such a customer was given another one before.
  return identityOf(draft, existing).every(([, meant, there]) => sameText(meant, there));
}

/** Of intents that an earlier version has left open. */
function compareWithDraft(draft: CustomerDraft, existing: PrimaryAccount): Difference[] {
  const texts: [string, string, string][] = [
    ...identityOf(draft, existing),
    ['ABN', draft.abn, existing.abn],
    ['newsletter', 'False', existing.newsletter ? 'True' : 'False'],
    ['credit limit', '0', isZero(existing.creditLimit) ? '0' : existing.creditLimit],
    ['credit hold', 'False', existing.onCreditHold ? 'True' : 'False'],
    ['active', 'True', existing.active ? 'True' : 'False'],
  ];
  return texts
    .filter(([, meant, there]) => !sameText(meant, there))
    .map(([field, meant, there]) => (isPersonal(field) ? hidden(field, meant, there) : { field, meant, held: there }));
}

function identityOf({ email, billing }: CustomerDraft, existing: PrimaryAccount): [string, string, string][] {
  return [
    ['e-mail address', addressIn(email), addressIn(existing.email)],
    ['first name', billing.firstName, existing.billing.firstName],
    ['last name', billing.lastName, existing.billing.lastName],
    ['company', billing.company, existing.billing.company],
  ];
}

const PERSONAL = ['e-mail address', 'first name', 'last name', 'company', 'ABN'];

function isPersonal(field: string): boolean {
  return PERSONAL.includes(field);
}
