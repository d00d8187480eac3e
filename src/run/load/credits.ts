import { shownReturn } from '../../entities/return/write.ts';
import { add, type Decimal, ZERO } from '../../model/money.ts';
import { readReferences } from '../../model/payment-reference.ts';
import type { Return } from '../../model/rma.ts';
import { lowerKey } from '../../model/text-key.ts';

/** What is credited on the copies, as the primary has it and as this run makes it. */
export class Credits {
  readonly #credits: { readonly order: string; readonly texts: readonly string[]; readonly total: Decimal }[];
  readonly #referencePrefix: string;

  /** @param referencePrefix what our references begin with: `west:` */
  constructor(existing: readonly Return[], referencePrefix: string) {
    this.#referencePrefix = referencePrefix;
    this.#credits = existing.map((returned) => ({
      order: lowerKey(returned.orderId),
      texts: shownReturn(returned).texts,
      total: returned.total,
    }));
  }

  /** Without this return's own copy: one that is there already does not stand against itself. */
  of(order: string, returnId: string, reference: string): Decimal {
    const own = [
      { prefix: this.#referencePrefix, id: returnId },
      { prefix: reference, id: '' },
    ];
    const others = this.#credits.filter(
      (credit) => credit.order === lowerKey(order) && readReferences(credit.texts, own) !== 'whole',
    );
    return others.reduce((sum, { total }) => add(sum, total), ZERO);
  }

  plan(order: string, reference: string, total: Decimal): void {
    this.#credits.push({ order: lowerKey(order), texts: [reference], total });
  }
}
