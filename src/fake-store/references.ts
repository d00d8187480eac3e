import { z } from 'zod';

/** What becomes of a text in which a client leaves its reference. */
const alterationSchema = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('cut'), characters: z.number().int().min(0) }),
  z.strictObject({ how: z.literal('spaces-lost') }),
  z.strictObject({ how: z.literal('wrapped'), before: z.string().default(''), after: z.string().default('') }),
  /** The time of the store is put beside it. */
  z.strictObject({ how: z.literal('stamped'), where: z.enum(['before', 'after']) }),
  z.strictObject({ how: z.literal('upper-case') }),
  z.strictObject({ how: z.literal('lower-case') }),
  z.strictObject({ how: z.literal('dropped') }),
]);

export type Alteration = z.infer<typeof alterationSchema>;

/** A payment's CardAuthorisation, an RMA's InternalNotes and PurchaseOrderNumber, each by itself; several in their order. */
export const referencesSchema = z.strictObject({
  CardAuthorisation: z.array(alterationSchema).optional(),
  InternalNotes: z.array(alterationSchema).optional(),
  PurchaseOrderNumber: z.array(alterationSchema).optional(),
});

function altered(text: string, alteration: Alteration, now: string): string {
  switch (alteration.how) {
    case 'cut':
      return text.slice(0, alteration.characters);
    case 'spaces-lost':
      return text.replace(/\s+/g, '');
    case 'wrapped':
      return `${alteration.before}${text}${alteration.after}`;
    case 'stamped':
      return alteration.where === 'before' ? `${now} ${text}` : `${text} ${now}`;
    case 'upper-case':
      return text.toUpperCase();
    case 'lower-case':
      return text.toLowerCase();
    case 'dropped':
      return '';
  }
}

/** @param now the store's time, as it writes it */
export function keptReference(text: string, alterations: readonly Alteration[] | undefined, now: string): string {
  return (alterations ?? []).reduce((kept, alteration) => altered(kept, alteration, now), text);
}
