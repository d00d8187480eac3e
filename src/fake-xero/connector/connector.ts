import { demandBalanced } from '../books/balanced.ts';
import type { Books } from '../books/books.ts';
import { type ConnectorOptions, readConnectorOptions } from './connector-options.ts';
import type { ConnectorSwitches } from './connector-switches.ts';
import { exportBatches } from './export-batches.ts';
import { exportCancelled } from './export-cancelled.ts';
import { exportCreditNotes } from './export-credit-notes.ts';
import { exportInvoices } from './export-invoices.ts';
import type { ExportEntry } from './export-log.ts';
import { exportPayments } from './export-payments.ts';
import type { ExportState } from './export-state.ts';
import { readPrimary } from './primary-records.ts';

/**
 * Neto's own export to Xero, as the reference expects it (section 5): it reads the primary over its socket, writes
 * invoices, credit notes and payments into the books, and tries at each run again what was refused.
 */
export class Connector {
  readonly #state: ExportState;
  readonly #primary: { readonly url: string; readonly key: string };
  readonly #log = new Map<string, ExportEntry>();

  /** @throws Error for what can't be set so */
  constructor(books: Books, given: ConnectorOptions) {
    const { options, switches } = readConnectorOptions(given);
    this.#primary = options.primary;
    this.#state = {
      books,
      options,
      switches,
      held: new Set(),
      orders: new Map(),
      creditNotes: new Map(),
      payments: new Map(),
      run: 0,
    };
  }

  get switches(): ConnectorSwitches {
    return this.#state.switches;
  }

  /** One run of invoices, credit notes and payments. @returns what became of each that was tried */
  async run(): Promise<ExportEntry[]> {
    this.#state.run += 1;
    const run = { state: this.#state, primary: await readPrimary(this.#primary), entries: [] as ExportEntry[] };
    if (this.#state.switches.mode === 'batched') exportBatches(run);
    else exportInvoices(run);
    if (this.#state.switches.mode === 'per-order') exportCancelled(run);
    exportCreditNotes(run);
    exportPayments(run);
    demandBalanced(this.#state.books);
    for (const entry of run.entries) this.#log.set(`${entry.kind} ${entry.id}`, entry);
    return run.entries;
  }

  /** The latest of each record, as Neto's screen of logs shows it. */
  log(): ExportEntry[] {
    return [...this.#log.values()];
  }

  /** Orders whose sales went into one invoice, whatever became of it since: what nobody can read in Neto or in Xero. */
  ordersIn(invoiceId: string): string[] {
    return [...this.#state.orders].flatMap(([orderId, exported]) =>
      exported.invoiceId === invoiceId ? [orderId] : [],
    );
  }

  /** An order, RMA or payment does not go to Xero until it is released. */
  hold(id: string): void {
    this.#state.held.add(id);
  }

  release(id: string): void {
    this.#state.held.delete(id);
  }

  /** Neto has lost what it knew of an order's export: it goes to Xero once more. */
  forget(orderId: string): void {
    this.#state.orders.delete(orderId);
  }
}
