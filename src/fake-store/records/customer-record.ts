import { z } from 'zod';
import type { Value, ValueMap } from '../value.ts';
import { toValue } from '../value.ts';
import { scalarSchema } from './scalar.ts';

const addressSchema = z.record(z.string(), scalarSchema);

/** By the names of GetCustomer; further scalar fields of it (`UserCustom7`, `ABN`) are kept and returned too. */
export const customerSeedSchema = z
  .object({
    Username: z.string().min(1),
    EmailAddress: z.string().optional(),
    BillingAddress: addressSchema.optional(),
    ShippingAddress: addressSchema.optional(),
  })
  // The union, though no further field is an object: an index signature has to hold the two addresses as well.
  .catchall(z.union([scalarSchema, addressSchema]));

export type CustomerSeed = z.input<typeof customerSeedSchema>;

export interface StoredCustomer {
  [field: string]: Value;
  ID: string;
  Username: string;
  EmailAddress: string;
  /** Both UTC. */
  DateAdded: string;
  DateUpdated: string;
  AvailableCredit: string;
  BillingAddress: ValueMap;
  ShippingAddress: ValueMap;
}

const DEFAULTS: ValueMap = {
  Type: 'Customer',
  Active: 'True',
  OnCreditHold: 'False',
  NewsletterSubscriber: 'False',
  UserGroup: '1',
  AccountBalance: '0.00',
  DefaultOrderType: 'sales',
};

export function storedCustomer(given: CustomerSeed, id: string, now: string, stamp: string = now): StoredCustomer {
  const fields = toValue(given) as ValueMap;
  return {
    ID: id,
    EmailAddress: '',
    DateAdded: now,
    DateUpdated: stamp,
    AvailableCredit: '0.00',
    BillingAddress: {},
    ShippingAddress: {},
    ...DEFAULTS,
    ...fields,
    Username: given.Username,
  } as StoredCustomer;
}
