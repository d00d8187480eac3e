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
import { type Factors, fewestPairwise } from '../support/pairwise.ts';
import { type PlantedInXero, plantInXero, withheld } from './planted-in-xero.ts';
import { DAY, HOUR, type Truth } from './truth.ts';

/** Single orders are looked at: what a batched export does is looked at by its own tests. */
const { mode: _mode, batchCut: _cut, ...ofExport } = connectorSwitchSettings;
const factors = { ...switchSettings, ...ofExport, invoicePrefix: ['', 'NB-'] } as const;
export type XeroRow = Switches & Omit<ConnectorSwitches, 'mode' | 'batchCut'> & { readonly invoicePrefix: '' | 'NB-' };

/** Each two settings of any two switches together in one of these. */
export function xeroRows(): readonly XeroRow[] {
  return fewestPairwise(factors as unknown as Factors) as unknown as readonly XeroRow[];
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
  #last: readonly ProofDifference[] = [];
  #counts = '';

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
  accounts: { Credit Card: "611", PayPal: "611" }
  url: ${apiUrl}
  identityUrl: ${identityUrl}
`;
  }

  /** Numbers that are taken before their orders come, and orders that the export is to leave out. */
  begin(main: FakeStore, truths: readonly Truth[]): void {
    this.#neto = this.xero.connect({
      primary: { url: main.url, key: 'main-key' },
      invoicePrefix: this.row.invoicePrefix,
      switches: only(this.row, ofExport) as Partial<ConnectorSwitches>,
    });
    for (const { kind, targetId } of truths) {
      if (kind !== TAKEN) continue;
      const seed = { contact: 'Somebody', date: '2026-09-01', total: '7' };
      this.xero.control.createInvoice({ ...seed, number: `${this.row.invoicePrefix}${targetId}` });
    }
    for (const { targetId } of withheld(truths)) this.#neto.hold(targetId);
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
    this.#planted = plantInXero(this.xero.control, main, truths, this.row.invoicePrefix);
  }

  /** Each day's look, when it was made: what is planted by then may be told, and nothing of what is as it should be. */
  note({ proof }: RunSummary, truths: readonly Truth[]): void {
    if (proof?.books === undefined) return;
    this.looks += 1;
    this.requests += proof.books.requests;
    const { invoice, payment, credit } = proof.books.counts;
    this.#counts = JSON.stringify({ invoice, payment, credit });
    this.#last = proof.stores.flatMap(({ differences }) => differences.filter(({ entity }) => isInXero(entity)));
    const clean = new Map(truths.filter(isClean).map((truth) => [truth.targetId, truth]));
    const planted = new Set(this.#planted.map(({ number }) => number));
    for (const one of withheld(truths)) planted.add(one.targetId);
    for (const one of this.#last) {
      const number = one.targetId ?? '';
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

  /** By the last look all that was planted must be told. */
  close(truths: readonly Truth[]): void {
    const told = this.#last.map(({ targetId, entity, kind, field }) => `${targetId} ${entity} ${kind} ${field}`);
    const missing = withheld(truths).map(({ targetId }) => `${targetId} invoice missing null`);
    for (const one of [...this.#planted.flatMap(({ told: must }) => must), ...missing])
      if (!told.includes(one))
        this.violations.push(
          `missed: ${one} (told: ${told.filter((all) => all.startsWith(`${one.split(' ')[0]} `)).join(', ') || 'nothing of it'})`,
        );
    const { violations } = this.xero;
    if (violations.length > 0) this.violations.push(`Xero was asked for ${violations.length} things that write`);
  }

  get table(): string {
    return `Xero: ${this.#exports} exports, ${this.looks} looks with ${this.requests} requests, ${this.#planted.length} planted, last ${this.#counts}`;
  }

  get planted(): number {
    return this.#planted.length;
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

const CLEAN: ReadonlySet<string> = new Set([
  ...['paid at once', 'paid later', 'paid in two parts', 'never paid', 'edited before it is invoiced'],
  ...['cancelled before it is invoiced', 'split before it is invoiced', 'combined before it is invoiced', 'returned'],
  ...['noted after the copy', 'given a tracking number after the copy'],
  ...['stamped 20 minutes ahead', 'stamped 11 hours ahead', 'stamped 8 hours behind'],
]);

/** Nothing happens to it that the books could not follow. */
export function isClean({ kind, held, differences, copyCancelled, copyGone, linked, entered }: Truth): boolean {
  return (
    CLEAN.has(kind) && held.length + differences.length === 0 && !copyCancelled && !copyGone && !linked && entered === 0
  );
}

function only(row: object, names: object): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => Object.hasOwn(names, name)));
}
