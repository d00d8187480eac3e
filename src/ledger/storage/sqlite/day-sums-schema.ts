// A migration is made of this text: once it is released it is never changed.

/** What sums are counted in: ten-thousandths, as whole numbers, which SQLite adds exactly. */
export const PLACES = 4;
/** Characters of an amount that is counted so: a hundred thousand of these a day are still within 64 bits. */
const LONGEST = 10;

/** Whether an amount is a number of units, so that SQLite adds it exactly. */
export const isCounted = (column: string): string =>
  `(${column} IS NULL OR (length(${column}) <= ${LONGEST} AND instr(${column} || '.', '.') >= length(${column}) - ${PLACES} AND ${column} NOT GLOB '*[^0-9.-]*'))`;

/** An amount in units; none is 0. */
export const units = (column: string): string =>
  `coalesce(CAST(replace(${column}, '.', '') || substr('0000', 1, ${PLACES} - max(length(${column}) - instr(${column} || '.', '.'), 0)) AS INTEGER), 0)`;

/** Settled or quarantined, of some day. */
const isOfADay = (row: string): string => `${row}state NOT IN ('staged', 'writing') AND ${row}booked_on IS NOT NULL`;
const isPlain = (row: string): string =>
  `${row}accepted IS NULL AND ${row}accepted_as IS NULL AND (${row}state <> 'skipped' OR ${row}target_id IS NULL) AND ${isCounted(`${row}amount`)} AND ${isCounted(`${row}tax`)}`;

/** Whether it stands in a sum. @param row empty, or what columns are named after, with a point */
export const isSummed = (row: string): string => `${isOfADay(row)} AND ${isPlain(row)}`;
/** Whether it belongs to a day, and is told by itself. */
export const IS_APART = `${isOfADay('')} AND NOT (${isPlain('')})`;

const key = (row: string): string =>
  `${row}store, ${row}entity, ${row}booked_on, ${row}state, coalesce(${row}reason, '')`;
const sums = (row: string): string => `${units(`${row}amount`)}, ${units(`${row}tax`)}`;

export const SUM_COLUMNS = 'store, entity, booked_on, state, reason, count, amount, tax';

/** Sums of the records of a table, as the rows of \`day_sum\` are. */
export const sumsFrom = (records: string, where = 'TRUE'): string =>
  `SELECT ${key('')}, count(*), sum(${units('amount')}), sum(${units('tax')}) FROM ${records} WHERE ${isSummed('')} AND ${where} GROUP BY 1, 2, 3, 4, 5`;

const taken = `UPDATE day_sum SET count = count - 1, amount = amount - ${units('old.amount')}, tax = tax - ${units('old.tax')}
    WHERE (store, entity, booked_on, state, reason) = (${key('old.')});`;
const given = `INSERT INTO day_sum VALUES (${key('new.')}, 1, ${sums('new.')})
    ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount, tax = tax + excluded.tax;`;
/** What keeps the sums as records change. @param columns what a sum is made of */
export const dayTriggers = (columns: string): string => {
  const moved = `UPDATE OF ${columns}`;
  return `CREATE TRIGGER day_sum_of_new AFTER INSERT ON record WHEN ${isSummed('new.')} BEGIN ${given} END;
  CREATE TRIGGER day_sum_of_former AFTER ${moved} ON record WHEN ${isSummed('old.')} BEGIN ${taken} END;
  CREATE TRIGGER day_sum_of_moved AFTER ${moved} ON record WHEN ${isSummed('new.')} BEGIN ${given} END;
  CREATE TRIGGER day_sum_of_gone AFTER DELETE ON record WHEN ${isSummed('old.')} BEGIN ${taken} END;`;
};

/** The step of the schema that keeps what each day comes to, so that nobody has to read all records to draw it. */
export const daySumsSchema = `
  CREATE TABLE day_sum (
    store INTEGER NOT NULL, entity INTEGER NOT NULL, booked_on ANY NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    count INTEGER NOT NULL, amount INTEGER NOT NULL, tax INTEGER NOT NULL, PRIMARY KEY (booked_on, store, entity, state, reason)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO day_sum ${sumsFrom('record')};
  CREATE INDEX record_apart ON record (booked_on) WHERE ${IS_APART};
  ${dayTriggers('store, entity, booked_on, state, reason, target_id, amount, tax, accepted, accepted_as')}
`;
