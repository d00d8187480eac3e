import type { FakeXero } from '../../src/fake-xero/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';

type Control = FakeXero['control'];
type Books = NonNullable<NonNullable<RunSummary['proof']>['books']>;
type Batch = Books['batches'][number];
/** Of an invoice, by its id, as the export knows them. */
type OrdersIn = (invoiceId: string) => string[];

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

/**
 * One error on a batch of each day that is over.
 * @param first which of the errors is the first one, where there are fewer days than errors
 */
function plantInBatches(
  control: Control,
  ordersIn: OrdersIn,
  { avoid, first }: { readonly avoid: ReadonlySet<string>; readonly first: number },
): PlantedInBatch[] {
  const batches = control.invoices().filter(({ number, status }) => /BATCH-/.test(number) && status !== 'VOIDED');
  const days = [...new Set(batches.map(({ date }) => date))].sort();
  const isClean = (id: string): boolean => ordersIn(id).every((number) => !avoid.has(number));
  // The last day is not over yet. One is left as it is: where no sums agree, nobody knows which invoices are the batches.
  const old = days
    .slice(0, -1)
    .filter((day) => batches.every(({ id, date }) => date !== day || isClean(id)))
    .slice(1);
  const planted: PlantedInBatch[] = [];
  for (const [place] of errors.entries()) {
    const error = errors[(first + place) % errors.length];
    const date = old.shift();
    if (date === undefined || error === undefined) break;
    const [what, act] = error;
    const [batch] = batches.filter((one) => one.date === date).sort((a, b) => Number(b.total - a.total));
    if (batch === undefined) continue;
    for (const { id, documentId, status } of control.payments())
      if (documentId === batch.id && status === 'AUTHORISED') control.deletePayment(id);
    act({ control, number: batch.number });
    planted.push({ what: `a batch of ${date}: ${what}`, invoice: batch.number, orders: ordersIn(batch.id) });
  }
  return planted;
}

/** Of which orders batches are wrong, and whether the looks tell those and no others. */
export class BatchesOfMonth {
  readonly violations: string[] = [];
  readonly #planted: PlantedInBatch[] = [];
  readonly #found = new Set<PlantedInBatch>();
  #last: readonly Batch[] = [];

  /** @param withheld orders that never go out, each of which its batch lacks */
  constructor(withheld: readonly string[]) {
    for (const number of withheld)
      this.#planted.push({ what: `${number} in no batch`, invoice: null, orders: [number] });
  }

  get planted(): number {
    return this.#planted.length;
  }

  plant(control: Control, ordersIn: OrdersIn, first: number): void {
    const avoid = new Set(this.#planted.flatMap(({ orders }) => orders));
    this.#planted.push(...plantInBatches(control, ordersIn, { first, avoid }));
  }

  /** Each look may tell what is planted by then, and nothing of what is as it should be. */
  note(day: string, batches: readonly Batch[]): void {
    this.#last = batches;
    for (const one of batches) {
      if (isAlarmed(one)) for (const error of this.#planted) if (isIn(one, error.orders)) this.#found.add(error);
      const isPlanted = this.#planted.some(({ orders }) => isIn(one, orders));
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
    for (const error of this.#planted)
      if (!this.#found.has(error)) this.violations.push(`missed: ${error.what} (${error.orders.join(', ')})`);
    const sales = this.#last.filter(({ of }) => of === 'sales');
    const counts = Map.groupBy(sales, ({ verdict }) => verdict);
    if (!counts.has('proven')) this.violations.push('no batch is proven');
    return JSON.stringify(Object.fromEntries([...counts].map(([verdict, all]) => [verdict, all.length])));
  }
}

function isAlarmed({ verdict }: Pick<Batch, 'verdict'>): boolean {
  return verdict === 'different' || verdict === 'missing';
}

function isIn({ orders }: Batch, wanted: readonly string[]): boolean {
  return orders.some((number) => wanted.includes(number));
}
