import { entityNameOf } from '../../../model/entities.ts';
import { add, type Decimal, decimal, isZero, negate, ZERO } from '../../../model/money.ts';
import type { ReasonCode } from '../../../model/reasons.ts';
import type { DaySum } from '../../day-sums.ts';
import type { StateName } from '../../record.ts';
import type { RecordState } from '../../record-state.ts';
import type { RecordChange } from '../storage.ts';
import type { Row } from './database.ts';

const OF_A_DAY = "state NOT IN ('staged', 'writing') AND booked_on IS NOT NULL";
const TOLD_ALONE = "(accepted IS NOT NULL OR accepted_as IS NOT NULL OR (state = 'skipped' AND target_id IS NOT NULL))";
/** Whether a record belongs to a day, and is told by itself. */
export const IS_APART = `${OF_A_DAY} AND ${TOLD_ALONE}`;

/** What stands in `day_sum`, by the records themselves. */
export const SUMS_OF_RECORDS = `SELECT booked_on, store, entity, state, coalesce(reason, '') AS reason, count(*) AS count,
  sum(coalesce(amount, '0')::numeric) AS amount, sum(coalesce(tax, '0')::numeric) AS tax
  FROM SCHEMA.kept_record WHERE ${OF_A_DAY} AND NOT ${TOLD_ALONE} GROUP BY 1, 2, 3, 4, 5`;

export function daySumOf(row: Row): DaySum {
  const reason = String(row['reason']);
  return {
    store: String(row['store']),
    entity: entityNameOf(row['entity']),
    bookedOn: String(row['booked_on']) as DaySum['bookedOn'],
    // The table of records allows no other text.
    state: String(row['state']) as StateName,
    reason: reason === '' ? null : (reason as ReasonCode),
    ...{ count: Number(row['count']), amount: decimal(String(row['amount'])), tax: decimal(String(row['tax'])) },
  };
}

interface Move {
  readonly booked_on: string;
  readonly store: string;
  readonly entity: string;
  readonly state: string;
  readonly reason: string;
  readonly count: number;
  readonly amount: Decimal;
  readonly tax: Decimal;
}

/** By how much the sums of days change. */
export function daySumMoves(records: readonly RecordChange[]): readonly Move[] {
  const moves = new Map<string, Move>();
  const move = (given: Move | undefined, by: 1 | -1): void => {
    if (given === undefined) return;
    const { booked_on, store, entity, state, reason } = given;
    const name = JSON.stringify([booked_on, store, entity, state, reason]);
    const known = moves.get(name) ?? { ...given, count: 0, amount: ZERO, tax: ZERO };
    const signed = (amount: Decimal): Decimal => (by === 1 ? amount : negate(amount));
    const [amount, tax] = [add(known.amount, signed(given.amount)), add(known.tax, signed(given.tax))];
    moves.set(name, { ...known, count: known.count + by, amount, tax });
  };
  for (const { before, after } of records) {
    move(before && summedAs(before.value), -1);
    move(summedAs(after), 1);
  }
  return [...moves.values()].filter(({ count, amount, tax }) => count !== 0 || !isZero(amount) || !isZero(tax));
}

function summedAs(record: RecordState): Move | undefined {
  const { store, entity, state, targetId, amount, facts, accepted, acceptedAs } = record;
  if (state === 'staged' || state === 'writing' || facts.bookedOn === null) return undefined;
  if (accepted !== null || acceptedAs !== null || (state === 'skipped' && targetId !== null)) return undefined;
  const reason = 'reason' in record ? record.reason : '';
  return { booked_on: facts.bookedOn, store, entity, state, reason, count: 1, amount: amount ?? ZERO, tax: facts.tax ?? ZERO }; // biome-ignore format: one line
}
