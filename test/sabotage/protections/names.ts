import { inModule, type Protection } from '../protection.ts';

const methods = inModule<typeof import('../../../src/model/method-names.ts')>('src/model/method-names.ts');

const addresses = inModule<typeof import('../../../src/model/email-address.ts')>('src/model/email-address.ts');

const contacts = inModule<typeof import('../../../src/transform/guards/contacts.ts')>(
  'src/transform/guards/contacts.ts',
);
const people = inModule<typeof import('../../../src/entities/customer/same-person.ts')>(
  'src/entities/customer/same-person.ts',
);
const customers = inModule<typeof import('../../../src/neto/customers.ts')>('src/neto/customers.ts');

const noted = inModule<typeof import('../../../src/run/load/note-transactions.ts')>(
  'src/run/load/note-transactions.ts',
);
const transaction = inModule<typeof import('../../../src/entities/payment/transaction.ts')>(
  'src/entities/payment/transaction.ts',
);

const lookTests = 'test/rules/worth-a-look.test.ts';
const contactTests = 'test/rules/contact-names.test.ts';
const methodTests = 'test/rules/method-names.test.ts';

export const names: readonly Protection[] = [
  methods({
    id: 'method-case',
    promise: 3,
    protects: 'A payment keyed anew with its method in another case is the one that was copied.',
    export: 'sameMethod',
    replacement: () => (a, b) => a === b,
    test: [
      methodTests,
      'a method is the same in any case > on a copy that is read back, looked at daily and reconciled, and of a payment that was keyed anew',
    ],
  }),
  methods({
    id: 'method-spelling',
    promise: 3,
    protects: 'A copy names its methods as the primary spells them.',
    export: 'spelledIn',
    replacement: (original) => (known, name) => (original(known, name) === undefined ? undefined : name),
    test: [
      methodTests,
      'a method is the same in any case > in maps, and in the lists of the primary, whose spelling the copies bear',
    ],
  }),
  addresses({
    id: 'no-address',
    promise: 1,
    protects: 'What is no e-mail address, such as n/a, makes no two customers one.',
    export: 'addressIn',
    replacement: () => (text) => text.trim(),
    test: [
      'test/rules/no-address.test.ts',
      'what is no e-mail address identifies nobody > whatever it is: nobody is matched or looked up by it, no account bears it, and each order is copied',
    ],
  }),
  people({
    id: 'account-appears',
    promise: 1,
    protects: 'An account that is made while it is looked up is known, and its orders are copied.',
    export: 'isEmailTaken',
    replacement: () => (holders) => holders.length > 0,
    test: [
      'test/rules/made-accounts.test.ts',
      'an account that this program made > is known where it appears between the look by its name and the look by its address: a shopper’s own',
    ],
  }),
  customers({
    id: 'contacts-of-primary',
    promise: 3,
    protects:
      "Two accounts that Xero would make one contact of are found among all of the primary's, by first and last name too.",
    export: 'listAccountNames',
    replacement: () => async function* () {},
    test: [
      contactTests,
      'guards.contacts takes two accounts for one contact as Xero would > one first and last name: quarantined beside an account of the primary, and told by a plan',
    ],
  }),
  contacts({
    id: 'contact-names-hidden',
    promise: 8,
    protects: "The ledger knows who of the primary's customers are called alike, and not how.",
    export: 'contactKey',
    replacement:
      () =>
      ({ firstName, lastName, company }) =>
        `${company} ${firstName} ${lastName}`,
    test: [contactTests, 'the accounts of the primary > leave no name in the ledger'],
  }),
  noted({
    id: 'transaction-twice',
    promise: 3,
    protects: 'One transaction of the gateway that stands on two orders is told, whichever run read the other.',
    export: 'noteTransactions',
    replacement: () => async () => {},
    test: [lookTests, 'what is worth a look > one that an earlier run has read on another order'],
  }),
  transaction({
    id: 'transaction-hidden',
    promise: 8,
    protects: "The ledger knows which payments share a gateway's transaction, and not which it is.",
    export: 'transactionKey',
    replacement: () => (reference) => reference.toLowerCase().replace(/[^a-z0-9]/g, ''),
    test: [
      lookTests,
      'what is worth a look > two of them on the same two orders are two, and the ledger knows none of them',
    ],
  }),
];
