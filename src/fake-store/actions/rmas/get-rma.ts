import { listReply, type Reply } from '../../protocol/reply.ts';
import { REFUND_FIELDS, RMA_FIELDS, RMA_LINE_FIELDS, type StoredRma } from '../../records/rma-record.ts';
import type { StoreState } from '../../state.ts';
import type { Value, ValueMap } from '../../value.ts';
import { allOf, anyOf, between, filterOf, selectorsOf } from '../filter.ts';
import { pageOf } from '../paging.ts';

/** Returned without a selector of their own: no selector for them is documented, and clients get them (section 2.10). */
const ALWAYS_ON_LINES: readonly string[] = ['RmaLineID', 'SKU', 'Quantity'];
const ALWAYS_ON_REFUNDS: readonly string[] = ['RefundID', 'RefundAmount'];

function parts<Field extends string>(
  records: readonly Readonly<Record<Field, string>>[],
  fields: readonly Field[],
  name: string,
  always: readonly string[],
  selected: ReadonlySet<string>,
): ValueMap[] {
  const shown = fields.filter((field) => always.includes(field) || selected.has(`${name}.${field}`));
  return records.map((record) => Object.fromEntries(shown.map((field) => [field, record[field]])));
}

/** The container of a list: one object with the list inside, or a list of such objects (quirk 29). */
function container(state: StoreState, name: string, rows: ValueMap[]): Value {
  if (rows.length === 0) return [];
  return state.switches.rmaContainers === 'object' ? { [name]: rows } : [{ [name]: rows }];
}

function rowOf(state: StoreState, rma: StoredRma, selected: ReadonlySet<string>): ValueMap {
  const row: ValueMap = { RmaID: rma.RmaID };
  for (const name of RMA_FIELDS) if (selected.has(name)) row[name] = rma[name];
  const wants = (name: string): boolean => [...selected].some((one) => one === name || one.startsWith(`${name}.`));
  if (wants('RmaLine')) {
    const lines = parts(rma.RmaLine, RMA_LINE_FIELDS, 'RmaLine', ALWAYS_ON_LINES, selected);
    row.RmaLines = container(state, 'RmaLine', lines);
  }
  if (wants('Refund')) {
    row.Refunds = container(state, 'Refund', parts(rma.Refund, REFUND_FIELDS, 'Refund', ALWAYS_ON_REFUNDS, selected));
  }
  return row;
}

export function getRma(state: StoreState, body: ValueMap): Reply {
  const filter = filterOf(body);
  const field = (name: 'OrderID' | 'RmaID' | 'InvoiceNumber' | 'RmaStatus') =>
    anyOf<StoredRma>(filter, name, (rma) => rma[name]);
  const matches = allOf<StoredRma>([
    field('OrderID'),
    field('RmaID'),
    field('InvoiceNumber'),
    field('RmaStatus'),
    anyOf(filter, 'Username', ({ CustomerUsername }) => CustomerUsername),
    between(filter, 'DateIssued', ({ DateIssued }) => DateIssued),
    between(filter, 'DateUpdated', ({ DateUpdated }) => DateUpdated),
    between(filter, 'DateApproved', ({ DateApproved }) => DateApproved),
  ]);
  if (!state.switches.orderRights) return listReply('Rma', []);
  const rows = [...state.rmas()]
    .filter(matches ?? (() => true))
    .filter(({ RmaID }) => state.isVisible(`rma ${RmaID}`))
    .sort((a, b) => Number(a.RmaID) - Number(b.RmaID));
  const selected = selectorsOf(filter);
  return listReply(
    'Rma',
    pageOf(rows, filter, state.switches).map((rma) => rowOf(state, rma, selected)),
  );
}
