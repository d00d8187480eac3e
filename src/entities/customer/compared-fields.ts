import type { ComparedField } from '../comparing/compared-field.ts';

/** What of a customer's copy is compared with its source, and what can't be. */
export const customerFields = [
  { key: 'username', class: 'must-agree', name: 'username', cause: 'The primary merges accounts, or makes usernames of its own.' },
  { key: 'email', class: 'must-agree', name: 'e-mail address', cause: 'The primary merges accounts of one address.' },
  { key: 'first-name', class: 'must-agree', name: 'first name', cause: 'The name stands for another person, or was cut.' },
  { key: 'last-name', class: 'must-agree', name: 'last name', cause: 'The name stands for another person, or was cut.' },
  { key: 'company', class: 'must-agree', name: 'company', cause: 'The name stands for another company, or was cut.' },
  { key: 'abn', class: 'must-agree', name: 'ABN', cause: 'The primary writes ABNs in another form.' },
  { key: 'billing-address', class: 'said', name: 'billing address', cause: 'The primary writes addresses in another form.' },
  { key: 'shipping-address', class: 'said', name: 'shipping address', cause: 'The primary writes addresses in another form.' },
  { key: 'newsletter', class: 'must-agree', name: 'newsletter', cause: 'The primary signs new accounts up.' },
  { key: 'credit-limit', class: 'must-agree', name: 'credit limit', cause: 'A default of the user group in the primary.' },
  { key: 'credit-hold', class: 'must-agree', name: 'credit hold', cause: 'A default of the user group in the primary.' },
  { key: 'active', class: 'must-agree', name: 'active', cause: 'The primary lets new accounts wait for somebody.' },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type CustomerFieldKey = (typeof customerFields)[number]['key'];
