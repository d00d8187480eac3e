import { z } from 'zod';

/** A postal address with the person it belongs to. Empty text stands for "not given". */
export const addressSchema = z.object({
  firstName: z.string(),
  lastName: z.string(),
  company: z.string(),
  street1: z.string(),
  street2: z.string(),
  city: z.string(),
  state: z.string(),
  postCode: z.string(),
  /** Two letters (`AU`); kept as the store wrote it. */
  country: z.string(),
  phone: z.string(),
});
export type Address = z.infer<typeof addressSchema>;

export const emptyAddress: Address = {
  firstName: '',
  lastName: '',
  company: '',
  street1: '',
  street2: '',
  city: '',
  state: '',
  postCode: '',
  country: '',
  phone: '',
};

export type AddressPart = keyof Address;

/** In the order in which they are defined, which hashes of addresses keep to. */
export const addressParts = Object.keys(emptyAddress) as readonly AddressPart[];
