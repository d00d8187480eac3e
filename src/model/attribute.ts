import { type Decimal, equal } from './money.ts';
import { type Reading, type Reference, readReferences, referenceIn } from './payment-reference.ts';
import { lowerKey } from './text-key.ts';

/** A payment or a return that the primary shows. */
export interface Shown {
  readonly orderId: string;
  readonly amount: Decimal;
  /** The fields that may bear our reference. */
  readonly texts: readonly string[];
}

/** One that may be among them. */
export interface Sought {
  readonly orderId: string;
  readonly amount: Decimal;
  readonly references: readonly Reference[];
  /** Whether it may have been written, so that what is shown may be what was made of its reference. */
  readonly written: boolean;
}

type Attribution<One extends Shown> =
  /** It is there; more than once where it was doubled. */
  | { readonly kind: 'certain'; readonly shown: readonly [One, ...One[]] }
  /** This may be it, or another one: neither is it to be written over, nor to be taken for it. */
  | { readonly kind: 'doubtful'; readonly shown: One; readonly reading: Exclude<Reading, 'other'> };

/**
 * Tells whose each of the shown ones is. A reference that stands there whole tells it, unless it could be the beginning of
 * another one's that is of the same order and amount and is nowhere to be seen. Of the rest each could be any sought one's
 * of its order and amount, but for what bears another record's reference.
 */
export function attribute<One extends Shown, Wanted extends Sought>(
  shown: readonly One[],
  sought: readonly Wanted[],
): Map<Wanted, Attribution<One>> {
  const bearers = bearersOf(shown, sought);
  const seen = new Set(bearers.values());
  const found = new Map<Wanted, Attribution<One>>();
  const doubt = (wanted: Wanted, one: One, reading: Exclude<Reading, 'other'>): void => {
    if (!found.has(wanted)) found.set(wanted, { kind: 'doubtful', shown: one, reading });
  };
  for (const one of shown) {
    const bearer = bearers.get(one);
    if (bearer === undefined) continue;
    const earlier = found.get(bearer);
    const rivals = sought.filter((rival) => !seen.has(rival) && rival.written && couldBe(one, rival) === 'altered');
    for (const rival of rivals) doubt(rival, one, 'altered');
    if (rivals.length > 0) doubt(bearer, one, 'whole');
    else found.set(bearer, { kind: 'certain', shown: earlier?.kind === 'certain' ? [...earlier.shown, one] : [one] });
  }
  for (const one of shown.filter((each) => bearers.get(each) === undefined)) {
    for (const wanted of sought.filter((each) => !seen.has(each))) {
      const reading = couldBe(one, wanted);
      if (reading !== undefined && reading !== 'other') doubt(wanted, one, reading);
    }
  }
  return found;
}

/** Those that stand there whole, wherever they stand: the index spares reading each text for each record. */
function bearersOf<One extends Shown, Wanted extends Sought>(
  shown: readonly One[],
  sought: readonly Wanted[],
): Map<One, Wanted> {
  const references = sought.flatMap((wanted) => wanted.references.map(({ prefix, id }) => ({ wanted, prefix, id })));
  const prefixes = [...new Set(references.map(({ prefix }) => prefix))];
  const byReference = new Map(references.map(({ wanted, prefix, id }) => [referenceIn(prefix + id, prefix), wanted]));
  const bearers = new Map<One, Wanted>();
  for (const one of shown) {
    const borne = one.texts.flatMap((text) => prefixes.flatMap((prefix) => referenceIn(text, prefix) ?? []));
    const bearer = borne.map((reference) => byReference.get(reference)).find((wanted) => wanted !== undefined);
    if (bearer !== undefined) bearers.set(one, bearer);
  }
  return bearers;
}

function couldBe(one: Shown, wanted: Sought): Reading | undefined {
  if (lowerKey(one.orderId) !== lowerKey(wanted.orderId) || !equal(one.amount, wanted.amount)) return undefined;
  return readReferences(one.texts, wanted.references);
}
