import { type Address, type AddressPart, addressParts } from '../../../model/address.ts';
import { type FileSnapshot, NOT_GIVEN } from '../../../model/file-snapshot.ts';
import { addressHashes, referencesHash, textHash } from '../../../model/hashes.ts';
import type { Order } from '../../../model/order.ts';

/** What a copy still holds as it was written, by what it was made of: nobody in the primary has touched that. */
export interface AsWritten {
  readonly deliveryInstruction: boolean;
  parts(side: 'billing' | 'shipping'): readonly AddressPart[];
  /** As it was read when the copy was made; empty where that is not known, or there was none. */
  readonly dateRequired: string;
  readonly purchaseOrderNumber: boolean;
  /** @param own what the copy's notes say beside the lines of ours */
  notes(own: string): boolean;
}

const NOTHING: AsWritten = {
  deliveryInstruction: false,
  parts: () => [],
  dateRequired: '',
  purchaseOrderNumber: false,
  notes: () => false,
};

/** @param written undefined where nobody knows what the copy was made of */
export function asWritten(written: FileSnapshot | undefined, copy: Order): AsWritten {
  if (written === undefined) return NOTHING;
  const { salt, texts = {}, fields, references, notes } = written;
  const { purchaseOrderNumber, deliveryInstruction } = copy;
  return {
    deliveryInstruction: texts['deliveryInstruction'] === textHash(deliveryInstruction, salt),
    parts: (side) => sameParts(texts[side] ?? '', copy[side], salt),
    dateRequired: fields['date required'] ?? '',
    purchaseOrderNumber:
      references !== NOT_GIVEN && references === referencesHash({ purchaseOrderNumber, customerReferences: [] }, salt),
    notes: (own) => notes === textHash(own, salt),
  };
}

function sameParts(was: string, held: Address, salt: string | undefined): AddressPart[] {
  const [before, now] = [was.split(','), addressHashes(held, salt).split(',')];
  return addressParts.filter((_, place) => before[place] === now[place]);
}
