import { type Decimal, equal, formatMoney, subtract } from '../../model/money.ts';
import { sameKey, sameText } from '../../model/text-key.ts';
import { type ComparedEntity, type FieldKey, fieldRow } from './fields.ts';

/**
 * - `must-agree`, `said`: as the table of fields has it, or the setting that decides about this one.
 * - `rounding`: GST that differs by no more than rounding explains.
 * - `not-shown`: one of the two ends does not show the field, so nothing is known.
 */
export type FindingClass = 'must-agree' | 'said' | 'rounding' | 'not-shown';

/** One field of a copy that does not stand there as its source has it, or of which that can't be told. */
export interface Finding {
  readonly entity: ComparedEntity;
  readonly key: FieldKey;
  readonly class: FindingClass;
  /** For people: `line 2 quantity`. */
  readonly field: string;
  readonly meant: string;
  readonly held: string;
  /** Of money: what is held, less what was meant. */
  readonly amount?: Decimal | undefined;
  /** Of `not-shown`: which end shows nothing. */
  readonly by?: 'source' | 'primary' | undefined;
}

const NOTHING = 'nothing';

/** Gathers what one comparison finds. `where` is what the field's name begins with: `line 2 `. */
export class Findings<Entity extends ComparedEntity> {
  readonly found: Finding[] = [];
  readonly #entity: Entity;

  constructor(entity: Entity) {
    this.#entity = entity;
  }

  add(key: FieldKey<Entity>, found: Pick<Finding, 'meant' | 'held'> & Partial<Finding>, where = ''): void {
    const row = fieldRow(this.#entity, key);
    const ofTable = row.class === 'not-readable' ? 'not-shown' : row.class;
    this.found.push({ entity: this.#entity, key, class: ofTable, field: `${where}${row.name}`, ...found });
  }

  /** Case, blanks at the ends and the way of writing accents make no difference. */
  text(key: FieldKey<Entity>, meant: string, held: string, where = '', as: Partial<Finding> = {}): void {
    if (!sameText(meant, held)) this.add(key, { meant: meant || NOTHING, held: held || NOTHING, ...as }, where);
  }

  /** What tells records apart: only A and a are the same, and blanks at the ends, which stores cut. */
  key(key: FieldKey<Entity>, meant: string, held: string, where = ''): void {
    if (!sameKey(meant.trim(), held.trim())) this.add(key, { meant: meant || NOTHING, held: held || NOTHING }, where);
  }

  /** `null`: that end does not show it. */
  money(key: FieldKey<Entity>, meant: Decimal | null, held: Decimal | null, where = ''): void {
    if (meant === null || held === null) this.notShown(key, meant === null ? 'source' : 'primary', where);
    else if (!equal(meant, held)) this.differs(key, meant, held, where);
  }

  differs(key: FieldKey<Entity>, meant: Decimal, held: Decimal, where = '', as: Partial<Finding> = {}): void {
    const amount = subtract(held, meant);
    this.add(key, { meant: formatMoney(meant), held: formatMoney(held), amount, ...as }, where);
  }

  notShown(key: FieldKey<Entity>, by: 'source' | 'primary', where = ''): void {
    const [meant, held] = by === 'source' ? ['not shown by the source', 'not compared'] : ['not compared', 'not shown'];
    this.add(key, { meant, held, class: 'not-shown', by }, where);
  }
}
