import { type Decimal, equal, formatMoney, subtract } from '../../model/money.ts';
import { sameKey, sameText } from '../../model/text-key.ts';
import { type ComparedField, fieldOf } from './compared-field.ts';

/**
 * - `must-agree`, `said`: as the table of fields has it, or the setting that decides about this one.
 * - `rounding`: GST that differs by no more than rounding explains.
 * - `not-shown`: one of the two ends does not show the field, so nothing is known.
 */
export type FindingClass = 'must-agree' | 'said' | 'rounding' | 'not-shown';

/** One field of a copy that does not stand there as its source has it, or of which that can't be told. */
export interface Finding<Key extends string = string> {
  readonly key: Key;
  readonly class: FindingClass;
  /** For people: `line 2 quantity`. */
  readonly field: string;
  readonly meant: string;
  readonly held: string;
  /** Of money: what is there, less what was meant. */
  readonly amount?: Decimal | undefined;
  /** Of `not-shown`: which end shows nothing. */
  readonly by?: 'source' | 'primary' | undefined;
}

const NOTHING = 'nothing';

/** Whether that end shows the field, and has nothing in it. */
function isNone(told: string): boolean {
  return told === NOTHING || told === 'none';
}

/** Gathers what one comparison finds. `where` is what the field's name begins with: `line 2 `. */
export class Findings<Key extends string> {
  readonly found: Finding<Key>[] = [];
  readonly #fields: readonly ComparedField<Key>[];

  constructor(fields: readonly ComparedField<Key>[]) {
    this.#fields = fields;
  }

  add(key: Key, found: Pick<Finding<Key>, 'meant' | 'held'> & Partial<Finding<Key>>, where = ''): void {
    const row = fieldOf(this.#fields, key);
    const ofTable = row.class === 'not-readable' ? 'not-shown' : row.class;
    this.found.push({ key, class: ofTable, field: `${where}${row.name}`, ...found });
  }

  /** Case, blanks at the ends and the way of writing accents make no difference. */
  text(key: Key, meant: string, held: string, where = '', as: Partial<Finding<Key>> = {}): void {
    if (!sameText(meant, held)) this.add(key, { meant: meant || NOTHING, held: held || NOTHING, ...as }, where);
  }

  /** What tells records apart: only A and a are the same, and blanks at the ends, which stores cut. */
  key(key: Key, meant: string, held: string, where = ''): void {
    if (!sameKey(meant.trim(), held.trim())) this.add(key, { meant: meant || NOTHING, held: held || NOTHING }, where);
  }

  /** `null`: that end does not show it. */
  money(key: Key, meant: Decimal | null, held: Decimal | null, where = ''): void {
    if (meant === null || held === null) this.notShown(key, meant === null ? 'source' : 'primary', where);
    else if (!equal(meant, held)) this.differs(key, meant, held, where);
  }

  differs(key: Key, meant: Decimal, held: Decimal, where = '', as: Partial<Finding<Key>> = {}): void {
    const amount = subtract(held, meant);
    this.add(key, { meant: formatMoney(meant), held: formatMoney(held), amount, ...as }, where);
  }

  notShown(key: Key, by: 'source' | 'primary', where = ''): void {
    const [meant, held] = by === 'source' ? ['not shown by the source', 'not compared'] : ['not compared', 'not shown'];
    this.add(key, { meant, held, class: 'not-shown', by }, where);
  }
}

/**
 * Of what differs between a copy and another reading of its source: what a file leaves empty says nothing, and what only the
 * copy lacks makes it no other record, and is told.
 */
export function whereBothSay(found: readonly Finding[], isOfFile: boolean): readonly Finding[] {
  return found
    .filter(({ meant, by }) => !(isOfFile && (isNone(meant) || by === 'source')))
    .map((finding) => (isNone(finding.held) ? { ...finding, class: 'said' } : finding));
}
