/** What each resource takes one of: a granular scope, or the broad one of older apps (reference, section 1.2). */
const covering: Readonly<Record<string, readonly string[]>> = {
  Invoices: [
    'accounting.invoices.read',
    'accounting.invoices',
    'accounting.transactions.read',
    'accounting.transactions',
  ],
  CreditNotes: [
    'accounting.invoices.read',
    'accounting.invoices',
    'accounting.transactions.read',
    'accounting.transactions',
  ],
  Payments: [
    'accounting.payments.read',
    'accounting.payments',
    'accounting.transactions.read',
    'accounting.transactions',
  ],
  Overpayments: [
    'accounting.payments.read',
    'accounting.payments',
    'accounting.transactions.read',
    'accounting.transactions',
  ],
  Prepayments: [
    'accounting.payments.read',
    'accounting.payments',
    'accounting.transactions.read',
    'accounting.transactions',
  ],
  Contacts: ['accounting.contacts.read', 'accounting.contacts'],
  Organisation: ['accounting.settings.read', 'accounting.settings'],
  Accounts: ['accounting.settings.read', 'accounting.settings'],
  TaxRates: ['accounting.settings.read', 'accounting.settings'],
  journals: ['accounting.journals.read'],
};

export const READ_SCOPES = [
  'accounting.invoices.read',
  'accounting.payments.read',
  'accounting.contacts.read',
  'accounting.settings.read',
] as const;

export function covers(scopes: readonly string[], resource: string): boolean {
  return (covering[resource] ?? []).some((scope) => scopes.includes(scope));
}
