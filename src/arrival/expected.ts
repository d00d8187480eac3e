import { z } from 'zod';
import { keyHash } from '../model/hashes.ts';
import { decimalSchema } from '../model/money.ts';
import { lowerKey, textKey } from '../model/text-key.ts';
import { instantSchema, localDateSchema } from '../model/time.ts';

/** A payment as the primary has it; what is paid back is negative. */
const expectedPaymentSchema = z.object({
  id: z.string(),
  amount: decimalSchema,
  day: localDateSchema.nullable(),
  method: z.string(),
});
export type ExpectedPayment = z.infer<typeof expectedPaymentSchema>;

/** A closed return as the primary has it. */
const expectedReturnSchema = z.object({
  id: z.string(),
  total: decimalSchema,
  /** GST in it; left out where the primary does not show it. */
  tax: decimalSchema.optional(),
  day: localDateSchema.nullable(),
  /** Its last change in the primary, which may be long after its day; left out where the primary does not show it. */
  changedAt: instantSchema.nullable().optional(),
});
export type ExpectedReturn = z.infer<typeof expectedReturnSchema>;

/** An approved copy as the primary shows it now, and what Xero is to show of it. Never what was sent. */
export const expectedCopySchema = z.object({
  store: z.string(),
  sourceId: z.string().nullable(),
  /** Of the order in the primary. */
  number: z.string(),
  isCancelled: z.boolean(),
  total: decimalSchema,
  gst: decimalSchema,
  /** How many amounts of tax are rounded by themselves: the lines, and the shipping. */
  roundings: z.int(),
  /** In the books; null where it has no invoice date. */
  day: localDateSchema.nullable(),
  dueDay: localDateSchema.nullable(),
  /** `AUD`; empty where it is not known. */
  currency: z.string(),
  /** By which a contact in Xero is recognised; empty for none. */
  usernameKey: z.string(),
  nameKey: z.string(),
  /** How people call the contact; left out where it is not to be kept. */
  contactName: z.string().optional(),
  /** From when on the export had reason to take it: its last change in the primary. */
  changedAt: instantSchema.nullable(),
  /** Amounts that the primary does not show: they stand here as zero, and nothing is known of them. */
  notShown: z.array(z.enum(['total', 'gst'])).optional(),
  /** Empty where payments are not copied. */
  payments: z.array(expectedPaymentSchema),
  returns: z.array(expectedReturnSchema),
});
export type ExpectedCopy = z.infer<typeof expectedCopySchema>;

/** How people are recognised. */
export interface People {
  nameKey(name: string): string;
  usernameKey(username: string): string;
  /** Whether messages may say how they are called. */
  readonly areNamed: boolean;
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** For a look that is told to a person and not kept. */
export const namedPeople: People = {
  nameKey: (name) => textKey(plain(name)),
  usernameKey: (username) => lowerKey(plain(username)),
  areNamed: true,
};

/** For a look that is told to a person and held against what the ledger keeps. @param secret of that ledger */
export function namedByHashes(secret: string): People {
  return { ...hashedPeople(secret), areNamed: true };
}

/** For what is kept: it says who is called alike, and not how. @param secret of the ledger */
export function hashedPeople(secret: string): People {
  const hashed = (text: string): string => (text === '' ? '' : keyHash(text, secret));
  return {
    nameKey: (name) => hashed(namedPeople.nameKey(name)),
    usernameKey: (username) => hashed(namedPeople.usernameKey(username)),
    areNamed: false,
  };
}
