import { entityNameOf } from '../../../model/entities.ts';
import { type Decimal, decimal } from '../../../model/money.ts';
import type { ReasonCode } from '../../../model/reasons.ts';
import type { DayRange, DaySum, DaySums } from '../../day-sums.ts';
import type { StateName } from '../../record.ts';
import type { RecordState } from '../../record-state.ts';
import { dayCode, dayOf } from './codes.ts';
import { IS_APART, PLACES, SUM_COLUMNS, sumsFrom } from './day-sums-schema.ts';
import { besideIn, RECORD_COLUMNS, storedRecordOf } from './record-rows.ts';
import type { Statements, Values } from './statements.ts';
import type { Words } from './words.ts';

/** A day is a number; what none is, is text, which is more than any number and less than none. */
const ON_DAYS = '((booked_on >= ?1 AND booked_on < ?2) OR (booked_on >= ?3 AND booked_on < ?4))';

/** What records of these days come to. */
export function daySums(statements: Statements, words: Words, { from, before }: DayRange): DaySums<RecordState> {
  const days = [dayCode(from), dayCode(before), from, before];
  const { layers } = statements;
  // Sums as text: they may be more than a number of JavaScript holds.
  const told = 'store, entity, booked_on, state, reason, count, CAST(amount AS TEXT), CAST(tax AS TEXT)';
  const sql =
    layers.length === 1
      ? [`SELECT ${told} FROM day_sum WHERE count > 0 AND ${ON_DAYS}`]
      : // What is tried out above a ledger changes none of its sums.
        layers.map(({ at, has }) => {
          return `WITH sums (${SUM_COLUMNS}) AS (${sumsFrom(`${at}.record AS record`, `${ON_DAYS} AND ${has('record.id')}`)}) SELECT ${told} FROM sums`;
        });
  const apart = layers.flatMap(({ at, has }) =>
    statements.values(
      `SELECT ${RECORD_COLUMNS} FROM ${at}.record AS record INDEXED BY record_apart ${besideIn(at)}
         WHERE ${IS_APART} AND ${ON_DAYS} AND ${has('record.id')}`,
      ...days,
    ),
  );
  return {
    sums: sql.flatMap((one) => statements.values(one, ...days)).map((row) => daySumOf(row, words)),
    apart: apart.map((row) => storedRecordOf(inWords(row, words), words).value),
  };
}

function daySumOf([store, entity, day, state, reason, count, amount, tax]: Values, words: Words): DaySum {
  return {
    store: words.textOf(store),
    entity: entityNameOf(words.textOf(entity)),
    bookedOn: dayOf(day),
    // The table of records allows no other text.
    state: String(state) as StateName,
    reason: reason === '' ? null : (String(reason) as ReasonCode),
    ...{ count: Number(count), amount: fromUnits(String(amount)), tax: fromUnits(String(tax)) },
  };
}

/** A sum of `units`. */
export function fromUnits(text: string): Decimal {
  const digits = text.replace('-', '').padStart(PLACES + 1, '0');
  return decimal(`${text.startsWith('-') ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`);
}

function inWords(row: Values, words: Words): Values {
  const [store, entity, ...rest] = row;
  return [words.textOf(store), words.textOf(entity), ...rest];
}
