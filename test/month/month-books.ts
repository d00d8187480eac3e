import type { FakeStore } from '../../src/fake-store/index.ts';
import {
  type Connector,
  type ConnectorSwitches,
  connectorSwitchSettings,
  type FakeXero,
  plainApp,
  type Switches,
  startFakeXero,
  switchSettings,
} from '../../src/fake-xero/index.ts';
import { isInXero, type ProofDifference } from '../../src/run/proof.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { eachValueOf, type Factors, fewestPairwise } from '../support/pairwise.ts';
import { BatchesOfMonth } from './planted-in-batches.ts';
import { type PlantedInXero, plantInXero, withheld } from './planted-in-xero.ts';
import { DAY, HOUR, type Truth } from './truth.ts';

const { mode: _mode, batchCut, batchedMoney, ...ofExport } = connectorSwitchSettings;
const each = { ...switchSettings, ...ofExport, invoicePrefix: ['', 'NB-'] } as const;
const batched = { ...each, batchCut, batchedMoney, told: [true, false] } as const;
export type XeroRow = Switches &
  Omit<ConnectorSwitches, 'batchCut' | 'batchedMoney'> & { readonly invoicePrefix: '' | 'NB-' } & {
    readonly batchCut?: ConnectorSwitches['batchCut'];
    readonly batchedMoney?: ConnectorSwitches['batchedMoney'];
    /** Whether the pipeline file says that the export batches; else it is to be seen by the sums. */
    readonly told?: boolean;
    /** Which error is planted first in batches, of which a short month has few. */
    readonly firstError?: number;
  };

/**
 * Each two settings of any two switches together in one row of an export that makes an invoice for each order; then each
 * setting in one row of an export that batches them, where most switches change nothing.
 */
export function xeroRows(): readonly XeroRow[] {
  const rowsOf = (factors: object, mode: ConnectorSwitches['mode']) =>
    fewestPairwise(factors as unknown as Factors).map((row) => ({ ...row, mode }) as unknown as XeroRow);
  const ofBatches = eachValueOf(rowsOf(batched, 'batched'));
  return [...rowsOf(each, 'per-order'), ...ofBatches.map((row, place) => ({ ...row, firstError: place }))];
}

export const ID = plainApp.clientId;
export const SECRET = plainApp.clientSecret;

/** Neto exports at 06:00 and 18:00 of Sydney, whichever of its two offsets holds. */
const EXPORTS = [20 * HOUR, 8 * HOUR];

/** Xero and Neto's export to it, beside the stores of a month; and what the daily looks at it have to tell. */
export class MonthBooks {
  readonly xero: FakeXero;
  readonly violations: string[] = [];
  readonly row: XeroRow;
  /** Looks that read the invoices, and requests of all looks. */
  looks = 0;
  requests = 0;
  #neto: Connector | undefined;
  #exports = 0;
  #planted: readonly PlantedInXero[] = [];
  /** All that looks have told since then. */
  readonly #told = new Set<string>();
  #counts = '';
  /** Of an export that batches orders; else single orders are looked at. */
  #batches: BatchesOfMonth | undefined;

  constructor(xero: FakeXero, row: XeroRow) {
    this.xero = xero;
    this.row = row;
  }

  static async open(row: XeroRow, clock: () => number): Promise<MonthBooks> {
    const xero = await startFakeXero({ clock, switches: only(row, switchSettings) as Partial<Switches> });
    return new MonthBooks(xero, row);
  }

  /** The lines of the pipeline file. */
  get pipelineText(): string {
    const { apiUrl, identityUrl, control } = this.xero;
    return `xero:
  clientId: \${XERO_ID}
  clientSecret: \${XERO_SECRET}
  organisation: ${control.organisation().id}
  invoicePrefix: "${this.row.invoicePrefix}"
  accounts: { Credit Card: "611", PayPal: "611" }${this.row.told === true ? '\n  invoices: batched' : ''}
  url: ${apiUrl}
  identityUrl: ${identityUrl}
`;
  }

  /** Numbers that are taken before their orders come, and orders that the export is to leave out. */
  begin(main: FakeStore, truths: readonly Truth[]): void {
    this.#neto = this.xero.connect({
      primary: { url: main.url, key: 'main-key' },
      invoicePrefix: this.row.invoicePrefix,
      switches: only(this.row, connectorSwitchSettings) as Partial<ConnectorSwitches>,
    });
    for (const { kind, targetId } of truths) {
      if (kind !== TAKEN) continue;
      const seed = { contact: 'Somebody', date: '2026-09-01', total: '7' };
      this.xero.control.createInvoice({ ...seed, number: `${this.row.invoicePrefix}${targetId}` });
    }
    const left = withheld(truths).map(({ targetId }) => targetId);
    for (const number of left) this.#neto.hold(number);
    if (this.row.mode === 'batched') this.#batches = new BatchesOfMonth(left);
  }

  /** @param from,to of the step, in milliseconds since 1970 */
  async goOn(from: number, to: number): Promise<void> {
    const isDue = EXPORTS.some((at) => Math.floor((from - at) / DAY) < Math.floor((to - at) / DAY));
    if (!isDue || this.#neto === undefined) return;
    await this.#neto.run();
    this.#exports += 1;
    const { control } = this.xero;
    for (const { id, status } of control.invoices()) if (status === 'DRAFT') control.approveInvoice(id);
  }

  plant(main: FakeStore, truths: readonly Truth[]): void {
    const { control } = this.xero;
    const { firstError: first = 0, invoicePrefix } = this.row;
    const neto = this.#neto;
    if (this.#batches === undefined) this.#planted = plantInXero(control, main, truths, invoicePrefix);
    else if (neto !== undefined) this.#batches.plant(control, (id) => neto.ordersIn(id), first);
  }

  /** Each day's look, when it was made: what is planted by then may be told, and nothing of what is as it should be. */
  note({ proof }: RunSummary, truths: readonly Truth[]): void {
    if (proof?.books === undefined) return;
    this.looks += 1;
    this.requests += proof.books.requests;
    const { invoice, payment, credit } = proof.books.counts;
    this.#counts = JSON.stringify({ invoice, payment, credit });
    if (this.#batches !== undefined) {
      this.#batches.note(proof.day, proof.books.batches);
      return;
    }
    const found = proof.stores.flatMap(({ differences }) => differences.filter(({ entity }) => isInXero(entity)));
    const clean = new Map(truths.filter(isClean).map((truth) => [truth.targetId, truth]));
    const planted = new Set(this.#planted.map(({ number }) => number));
    for (const one of withheld(truths)) planted.add(one.targetId);
    for (const one of found) {
      const number = one.targetId ?? '';
      if (this.#planted.length > 0) this.#told.add(`${number} ${one.entity} ${one.kind} ${one.field}`);
      if (clean.has(number) && !planted.has(number) && !isMixed(one))
        this.violations.push(
          `false alarm at ${proof.day}: ${number} ${one.entity} ${one.kind} ${one.field}: ${one.message} (the export: ${this.#said(one)})`,
        );
    }
  }

  #said({ sourceId, targetId }: ProofDifference): string {
    const log = this.#neto?.log().filter(({ id }) => id === sourceId || id === targetId) ?? [];
    return log
      .map(({ kind, result, ...more }) => `${kind} ${result} ${'reason' in more ? more.reason : ''}`)
      .join('; ');
  }

  /**
   * All that was planted must be told by then. Not by the last look in any case: an order that somebody has touched on the
   * last day (which faults of the stores do) is still to come for a day.
   */
  close(truths: readonly Truth[]): void {
    const { violations } = this.xero;
    if (violations.length > 0) this.violations.push(`Xero was asked for ${violations.length} things that write`);
    if (this.#batches !== undefined) {
      this.#counts += ` batches ${this.#batches.close()}`;
      this.violations.push(...this.#batches.violations);
      return;
    }
    const told = [...this.#told];
    const missing = withheld(truths).map(({ targetId }) => `${targetId} invoice missing null`);
    for (const one of [...this.#planted.flatMap(({ told: must }) => must), ...missing])
      if (!told.includes(one))
        this.violations.push(
          `missed: ${one} (told: ${told.filter((all) => all.startsWith(`${one.split(' ')[0]} `)).join(', ') || 'nothing of it'})`,
        );
  }

  get table(): string {
    return `Xero: ${this.#exports} exports, ${this.looks} looks with ${this.requests} requests, ${this.planted} planted, last ${this.#counts}`;
  }

  get planted(): number {
    return this.#batches?.planted ?? this.#planted.length;
  }
}

export const TAKEN = 'number taken in Xero';

/**
 * Neto finds a contact by the user name, which all customers of a house account share, and else by name, and gives it the
 * user name of who came last: the customers of the two stores, who are called alike, get mixed up indeed.
 */
function isMixed({ store, field }: ProofDifference): boolean {
  return store === 'south' && field === 'contact';
}

export const CLEAN_KINDS: ReadonlySet<string> = new Set([
  ...['paid at once', 'paid later', 'paid in two parts', 'never paid', 'edited before it is invoiced'],
  ...['cancelled before it is invoiced', 'split before it is invoiced', 'combined before it is invoiced', 'returned'],
  ...['noted after the copy', 'given a tracking number after the copy'],
  ...['stamped 20 minutes ahead', 'stamped 11 hours ahead', 'stamped 8 hours behind'],
]);

/** Nothing happens to it that the books could not follow. */
export function isClean({ kind, held, differences, copyCancelled, copyGone, linked, entered }: Truth): boolean {
  return (
    CLEAN_KINDS.has(kind) &&
    held.length + differences.length === 0 &&
    !copyCancelled &&
    !copyGone &&
    !linked &&
    entered === 0
  );
}

function only(row: object, names: object): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => Object.hasOwn(names, name)));
}
