import type { RecordKey } from '../../../model/entities.ts';
import { TextTable } from '../../../model/text-table.ts';
import type { RecordState } from '../../record-state.ts';
import type { Statements } from './statements.ts';
import type { Words } from './words.ts';

/** What nobody's order comes to, in cents: a sum of such amounts is still a number that can be read exactly. */
const MOST = '9e12';

/** Amounts are compared in cents here only to choose what to ask for; no decision about money rests on it. */
const cents = (column: string): string =>
  `CAST(max(-${MOST}, min(${MOST}, round(CAST(${column} AS REAL) * 100))) AS INTEGER)`;

/**
 * Keeps the table of orders that come to more than all their payments that are not left out, which would else be found by adding
 * up all that a store ever had.
 */
export function noteCoverage(
  statements: Statements,
  words: Words,
  before: RecordState | undefined,
  after: RecordState,
): void {
  if (isSame(before, after)) return;
  const orders = after.entity === 'orders' ? [after] : ordersPaidBy(before, after);
  for (const order of orders) {
    if (statements.uncounted === undefined) noteOrder(statements, words, order);
    else statements.uncounted.put(JSON.stringify([words.idOf(order.store), order.sourceId]));
  }
}

/** So many orders at a time. */
const PAGE = 1_000;

/** Of what is tried out, orders are added up when somebody asks which are not covered: all at once, each once. */
export function countCoverage(statements: Statements, words: Words): void {
  const { uncounted } = statements;
  if (uncounted === undefined) return;
  const orders = words.idOf('orders');
  const payments = words.idOf('payments');
  const paid = statements.layers.map(
    ({
      at,
      has,
    }) => `coalesce((SELECT sum(${cents('paid.amount')}) FROM ${at}.record AS paid INDEXED BY record_by_parent
       WHERE paid.store = record.store AND paid.entity = ${payments} AND paid.parent = record.source_id AND paid.parent IS NOT NULL
         AND paid.state <> 'skipped' AND ${has('paid.id')}), 0)`,
  );
  const some = `json_each(?) AS one CROSS JOIN main.record AS record ON record.store = one.value ->> 0
     AND record.entity = ${orders} AND record.source_id = one.value ->> 1`;
  for (const page of pagesOf(uncounted)) {
    statements.run(`DELETE FROM main.uncovered WHERE record IN (SELECT record.id FROM ${some})`, page);
    statements.run(
      `INSERT INTO main.uncovered (record) SELECT record.id FROM ${some} WHERE record.amount IS NOT NULL AND ${cents('record.amount')} > ${paid.join(' + ')}`,
      page,
    );
  }
  statements.uncounted = new TextTable();
}

/** As JSON. */
function* pagesOf(texts: Iterable<string>): Generator<string> {
  let page: string[] = [];
  for (const text of texts) {
    page.push(text);
    if (page.length < PAGE) continue;
    yield `[${page.join()}]`;
    page = [];
  }
  if (page.length > 0) yield `[${page.join()}]`;
}

/** The orders whose payment this is, or was. */
export function ordersPaidBy(before: RecordState | undefined, after: RecordState): RecordKey[] {
  if (after.entity !== 'payments') return [];
  const parents = new Set([before?.parent ?? null, after.parent]);
  return [...parents].flatMap((sourceId) =>
    sourceId === null ? [] : [{ store: after.store, entity: 'orders' as const, sourceId }],
  );
}

function isSame(before: RecordState | undefined, after: RecordState): boolean {
  if (before === undefined) return false;
  const [was, is] = [before, after].map(({ state }) => state === 'skipped');
  return was === is && before.amount === after.amount && before.parent === after.parent;
}

function noteOrder(statements: Statements, words: Words, { store, sourceId }: RecordKey): void {
  const key = [words.idOf(store), words.idOf('orders'), sourceId] as const;
  const order = statements.get(
    `SELECT id, ${cents('amount')} AS cents FROM main.record WHERE store = ? AND entity = ? AND source_id = ?`,
    ...key,
  );
  // Payments of a file come before their order.
  if (order === undefined) return;
  const paid = statements
    .inEach(
      ({
        at,
        has,
      }) => `SELECT sum(${cents('paid.amount')}) AS cents FROM ${at}.record AS paid INDEXED BY record_by_parent
         WHERE paid.store = ? AND paid.entity = ? AND paid.parent = ? AND paid.parent IS NOT NULL AND paid.state <> 'skipped'
           AND ${has('paid.id')}`,
      ...[key[0], words.idOf('payments'), sourceId],
    )
    .reduce((sum, row) => sum + Number(row['cents'] ?? 0), 0);
  const isUncovered = order['cents'] !== null && Number(order['cents']) > paid;
  const sql = isUncovered
    ? 'INSERT OR IGNORE INTO main.uncovered (record) VALUES (?)'
    : 'DELETE FROM main.uncovered WHERE record = ?';
  statements.run(sql, Number(order['id']));
}
