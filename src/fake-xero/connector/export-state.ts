import type { Books } from '../books/books.ts';
import { Refused } from '../books/refused.ts';
import { type Day, dayOf, instantOfLocal, localDay } from '../dates.ts';
import type { ReadConnectorOptions } from './connector-options.ts';
import type { ConnectorSwitches } from './connector-switches.ts';
import type { ExportEntry } from './export-log.ts';
import type { PrimaryOrder, PrimaryRecords } from './primary-records.ts';

export interface ExportedOrder {
  readonly invoiceId: string;
  /** What was sent, to tell a change by. */
  readonly sent: string;
  /** The order itself as it was then: where nothing of it is another, nothing needs to be made of it. */
  readonly order: string;
  /** In which run it was first exported. */
  readonly run: number;
  readonly isCancelled: boolean;
}

/** What Neto remembers of its export from run to run. */
export interface ExportState {
  readonly books: Books;
  readonly options: ReadConnectorOptions;
  readonly switches: ConnectorSwitches;
  /** Orders, RMAs and payments that are held back, by their ids. */
  readonly held: Set<string>;
  readonly orders: Map<string, ExportedOrder>;
  readonly creditNotes: Map<string, string>;
  readonly payments: Map<string, string>;
  run: number;
}

/** One run: what the primary shows at that moment, and what becomes of it. */
export interface ExportRun {
  readonly state: ExportState;
  readonly primary: PrimaryRecords;
  readonly entries: ExportEntry[];
}

/** Does one thing; what Xero refuses goes into the log, and is tried again at the next run. */
export function attempt(
  { entries }: ExportRun,
  kind: ExportEntry['kind'],
  id: string,
  work: () => { readonly result: Exclude<ExportEntry['result'], 'refused'>; readonly xeroId: string } | undefined,
): void {
  try {
    const done = work();
    if (done !== undefined) entries.push({ kind, id, ...done });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    entries.push({ kind, id, result: 'refused', reason: error.message });
  }
}

/** Whether an order is one of those that go to Xero at all. */
export function isOfExport({ options }: ExportState, order: PrimaryOrder): boolean {
  const day = order.DateInvoiced.slice(0, 10);
  const isSale = order.OrderType === '' || order.OrderType.toLowerCase() === 'sales';
  return isSale && day !== '' && day >= options.startDate && order.ExportStatus !== 'Exported';
}

export function isDue({ switches }: ExportState, order: PrimaryOrder): boolean {
  if (order.OrderStatus === 'Quote' || order.CompleteStatus !== 'Approved') return false;
  return switches.trigger === 'approved' || order.OrderStatus === 'Dispatched';
}

/** A date that the store has without a time, as Xero's date. */
export function dayOfPlain({ state, primary }: ExportRun, text: string): Day {
  const day = text.slice(0, 10);
  if (state.switches.dateZone === 'store') return day;
  return dayOf(instantOfLocal(`${day} 00:00:00`, primary.store.timezone));
}

/** A UTC time of the store, as Xero's date. */
export function dayOfUtc({ state, primary }: ExportRun, text: string): Day {
  const instant = Date.parse(`${text.slice(0, 19).replace(' ', 'T')}${text.length > 10 ? '' : 'T00:00:00'}Z`);
  return state.switches.dateZone === 'store' ? localDay(instant, primary.store.timezone) : dayOf(instant);
}

export function numberOf({ options, switches }: ExportState, orderId: string): string {
  const id = switches.numberForm === 'upper-case' ? orderId.toUpperCase() : orderId;
  return `${options.invoicePrefix}${id}`;
}
