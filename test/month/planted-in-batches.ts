import type { FakeStore } from '../../src/fake-store/index.ts';
import type { FakeXero } from '../../src/fake-xero/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { DAY } from './truth.ts';

type Control = FakeXero['control'];
type Books = NonNullable<NonNullable<RunSummary['proof']>['books']>;
type Batch = Books['batches'][number];

interface PlantedInBatch {
  readonly what: string;
  /** The invoice that was changed; null for what never went out. */
  readonly invoice: string | null;
  /** Orders that were in it, by their numbers in the primary. */
  readonly orders: readonly string[];
}

interface At {
  readonly control: Control;
  readonly number: string;
}

/** What a person may do to a batch in Xero, each on one of a day of its own. */
const errors: readonly (readonly [string, (at: At) => void])[] = [
  ['another total', ({ control, number }) => control.changeInvoice(number, { total: '1.23' })],
  ['voided', ({ control, number }) => control.voidInvoice(number)],
  ['another GST', ({ control, number }) => control.shiftTax(number, 900)],
  ['there twice', ({ control, number }) => control.twinInvoice(number, `${number}-AGAIN`)],
  ['another currency', ({ control, number }) => control.changeInvoice(number, { currency: 'NZD' })],
  ['another month', ({ control, number }) => control.changeInvoice(number, { date: '2026-06-10' })],
];

/** The day of the orders in a batch that an export by days has made. */
function dayOfOrders(date: string, isUtc: boolean): string {
  return isUtc ? new Date(Date.parse(date) + DAY).toISOString().slice(0, 10) : date;
}

/**
 * One error on a batch of each day that is over.
 * @param first which of the errors is the first one, where there are fewer days than errors
 * @param cut by which the export makes its batches: what a run took is not told by any day, so there it is one error in all
 */
function plantInBatches(
  control: Control,
  main: FakeStore,
  given: {
    readonly cut: 'day' | 'run';
    readonly isUtc: boolean;
    readonly avoid: ReadonlySet<string>;
    readonly first: number;
  },
): PlantedInBatch[] {
  const { cut, isUtc, avoid, first } = given;
  const batches = control.invoices().filter(({ number, status }) => /BATCH-/.test(number) && status !== 'VOIDED');
  const days = [...new Set(batches.map(({ date }) => date))].sort();
  // The last day is not over yet. One is left as it is: where no day agrees, nobody knows which invoices are the batches.
  const old = days
    .slice(0, -1)
    .filter((day) => ordersOf(main, dayOfOrders(day, isUtc)).every((number) => !avoid.has(number)))
    .slice(1);
  const inTurn = errors.map((_, place) => errors[(first + place) % errors.length]);
  const planted: PlantedInBatch[] = [];
  for (const error of cut === 'run' ? inTurn.slice(0, 1) : inTurn) {
    const date = old.shift();
    if (date === undefined || error === undefined) break;
    const [what, act] = error;
    const [batch] = batches.filter((one) => one.date === date).sort((a, b) => Number(b.total - a.total));
    if (batch === undefined) continue;
    for (const { id, documentId, status } of control.payments())
      if (documentId === batch.id && status === 'AUTHORISED') control.deletePayment(id);
    act({ control, number: batch.number });
    planted.push({
      what: `a batch of ${date}: ${what}`,
      invoice: batch.number,
      orders: ordersOf(main, dayOfOrders(date, isUtc)),
    });
  }
  return planted;
}

function ordersOf(main: FakeStore, day: string): string[] {
  return main.orders().flatMap(({ OrderID, DateInvoiced }) => (DateInvoiced.slice(0, 10) === day ? [OrderID] : []));
}

/** Of which orders batches are wrong, and whether the looks tell those and no others. */
export class BatchesOfMonth {
  readonly violations: string[] = [];
  readonly #cut: 'day' | 'run';
  readonly #planted: PlantedInBatch[] = [];
  readonly #found = new Set<PlantedInBatch>();
  #last: readonly Batch[] = [];

  /** @param withheld orders that never go out, each of which its batch lacks */
  constructor(cut: 'day' | 'run', withheld: readonly string[]) {
    this.#cut = cut;
    for (const number of withheld)
      this.#planted.push({ what: `${number} in no batch`, invoice: null, orders: [number] });
  }

  get planted(): number {
    return this.#planted.length;
  }

  plant(control: Control, main: FakeStore, given: { readonly isUtc: boolean; readonly first: number }): void {
    const avoid = new Set(this.#planted.flatMap(({ orders }) => orders));
    this.#planted.push(...plantInBatches(control, main, { ...given, cut: this.#cut, avoid }));
  }

  /** Where batches are those of runs, one that differs leaves nobody to tell how the orders after it were batched. */
  note(day: string, batches: readonly Batch[]): void {
    this.#last = batches;
    for (const one of batches) {
      if (isAlarmed(one)) for (const error of this.#planted) if (isIn(one, error.orders)) this.#found.add(error);
      const isPlanted = this.#cut === 'run' ? this.planted > 0 : this.#planted.some(({ orders }) => isIn(one, orders));
      for (const said of [one, ...(one.receipts === undefined ? [] : [one.receipts])]) {
        const { verdict, cause, message } = said;
        if (isAlarmed(said) && !isPlanted)
          this.violations.push(`false alarm at ${day}: ${verdict} ${cause} ${one.from} to ${one.to}: ${message}`);
      }
      const wrong = this.#planted.find(({ invoice }) => one.invoices.some(({ number }) => number === invoice));
      if (one.verdict === 'proven' && wrong !== undefined) this.violations.push(`proven at ${day}: ${wrong.what}`);
    }
  }

  /**
   * By then all that was planted must be told; not by the last look in any case, since a batch with an order that somebody has
   * touched on the last day is still to come for a day.
   * @returns how many there are of each verdict in the last look
   */
  close(): string {
    for (const error of this.#cut === 'day' ? this.#planted : [])
      if (!this.#found.has(error)) this.violations.push(`missed: ${error.what} (${error.orders.join(', ')})`);
    const sales = this.#last.filter(({ of }) => of === 'sales');
    const counts = Map.groupBy(sales, ({ verdict }) => verdict);
    // What a run took is told by the order in which orders became due, which nobody can tell of those that were touched since.
    if (this.#cut === 'day' && !counts.has('proven')) this.violations.push('no batch is proven');
    return JSON.stringify(Object.fromEntries([...counts].map(([verdict, all]) => [verdict, all.length])));
  }
}

function isAlarmed({ verdict }: Pick<Batch, 'verdict'>): boolean {
  return verdict === 'different' || verdict === 'missing';
}

function isIn({ orders }: Batch, wanted: readonly string[]): boolean {
  return orders.some((number) => wanted.includes(number));
}
