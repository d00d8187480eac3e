import path from 'node:path';
import type { Pipeline } from '../../config/pipeline.ts';
import { lookUpAccounts } from '../../entities/customer/primary-accounts.ts';
import { lookUpProducts } from '../../entities/product/primary-products.ts';
import type { FeedFormat } from '../../feeds/write/render.ts';
import { readReference, referenceOf } from '../../model/payment-reference.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readOrders } from '../../neto/orders.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import type { RunOptions } from '../../run/options.ts';
import { runPipeline } from '../../run/run.ts';
import type { RunSummary } from '../../run/summary.ts';
import { noteExportsHere, refuseExportsElsewhere } from '../../session/exports-elsewhere.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { noteOutputs } from '../../session/outputs.ts';
import { openOwnLedger } from '../../session/own-ledger.ts';
import { Resources } from '../../session/resources.ts';
import { takeLocks } from '../../session/take-locks.ts';
import { BatchStore, type ExportBatch } from './batch.ts';
import { type Manifest, manifestName, type WritingBatch, withoutUnexpressed, writeBatch } from './batch-files.ts';
import { ExportDestination } from './export-destination.ts';

interface ExportOptions extends Omit<RunOptions, 'simulate' | 'destination' | 'feeds' | 'inspect'> {
  readonly out: string;
  readonly format: FeedFormat;
  /** Mark the orders as exported to accounting already, so that they never reach Xero. */
  readonly exported: boolean;
  readonly force: boolean;
  /** Rights of the files; 0600 when left out. */
  readonly mode?: number | undefined;
}

export interface ExportResult {
  readonly summary: RunSummary;
  /** Null where nothing was to be exported. */
  readonly manifest: Manifest | null;
  /** Batches that are not confirmed, the one that was written now among them: what is in them is in no other. */
  readonly open: readonly number[];
}

/**
 * Writes what a run would copy into the primary as files for Neto's import wizard: a numbered batch. Nothing counts as
 * loaded by that: a record is exported again by a later batch unless the primary is seen to hold it, or its batch is open.
 * @throws ConsolidatorError
 */
export async function exportPipeline(options: ExportOptions): Promise<ExportResult> {
  const { pipeline, out, format, exported, force, mode } = options;
  const locks = new Resources();
  try {
    await takeLocks(pipeline, options.home, locks, { signal: options.signal });
    await makeLedger(options, locks);
    const store = new BatchStore(pipeline);
    const open = await store.open();
    const before = open.map(({ number }) => number);
    const destination = new ExportDestination();
    locks.add(() => destination.close());
    const summary = await runPipeline({ ...options, destination, yes: true });
    if (summary.status === 'failed' || summary.status === 'stopped') return { summary, manifest: null, open: before };
    const number = Math.max(0, ...(await store.numbers())) + 1;
    const batch = withoutUnexpressed({
      number,
      pipeline: pipeline.name,
      format,
      timeZone: pipeline.primary.timezone,
      exported,
      ...withoutOpen(destination.drafts(), open),
      left: destination.left,
    });
    if (isEmpty(batch)) return { summary, manifest: null, open: before };
    await store.add(batch);
    const manifest = await writeBatch(batch, out, { force, mode });
    await noteWritten(pipeline, manifest, out);
    return { summary, manifest, open: [...before, number] };
  } finally {
    await locks.close();
  }
}

/**
 * What is exported names the installation that it is of, and so must be of the ledger that later runs go on with; a run
 * whose destination keeps nothing makes one for itself.
 */
async function makeLedger({ pipeline, home, now = Date.now }: ExportOptions, { lease }: Resources): Promise<void> {
  const resources = new Resources(lease);
  try {
    const ledger = await openOwnLedger(pipeline, { now, home }, resources);
    await refuseExportsElsewhere(ledger, pipeline, home);
    await noteExportsHere(ledger, pipeline, home);
  } finally {
    await resources.close();
  }
}

/** The files of an open batch once more, byte for byte. @throws ConsolidatorError `not-found` */
export async function exportAgain(
  pipeline: Pipeline,
  number: number,
  out: string,
  writing: WritingBatch,
): Promise<Manifest> {
  const manifest = await writeBatch(await new BatchStore(pipeline).find(number), out, writing);
  await noteWritten(pipeline, manifest, out);
  return manifest;
}

async function noteWritten(pipeline: Pipeline, { files, batch }: Manifest, out: string): Promise<void> {
  const names = [...files.map(({ name }) => name), manifestName({ pipeline: pipeline.name, number: batch })];
  await noteOutputs(
    pipeline,
    names.map((name) => path.join(out, name)),
  );
}

export interface Confirmation {
  readonly batch: number;
  readonly arrived: number;
  /** Target ids that the primary does not hold: they come again with the next export. */
  readonly missing: readonly string[];
  /** References of payments that stand in the primary more than once. */
  readonly doubled: readonly string[];
}

/** Frees what of a batch is not there for the next export; what it holds is known no more. */
export async function settleExport(pipeline: Pipeline, number: number): Promise<void> {
  await new BatchStore(pipeline).drop(number);
}

/** Looks up in the primary what of a batch has arrived. @throws ConsolidatorError `not-found` */
export async function lookAtExport(
  pipeline: Pipeline,
  home: string,
  number: number,
  signal?: AbortSignal | undefined,
): Promise<Confirmation> {
  const batch = await new BatchStore(pipeline).find(number);
  const resources = new Resources();
  try {
    const requestLog = openSharedRequestLog({ home, database: pipeline.database }, resources);
    const primary = openStore(pipeline.primary, { readOnly: true }, { requestLog, progress: () => {} }, resources);
    const { missing, doubled } = await statusOf(batch, primary, signal);
    const all = batch.orders.length + batch.customers.length + batch.products.length + batch.payments.length;
    return { batch: number, arrived: all - missing.length, missing, doubled };
  } finally {
    await resources.close();
  }
}

async function statusOf(
  batch: ExportBatch,
  primary: NetoClient,
  signal: AbortSignal | undefined,
): Promise<Pick<Confirmation, 'missing' | 'doubled'>> {
  const orderIds = batch.orders.map(({ draft }) => draft.orderId);
  const orders = new Set((await readOrders(primary, orderIds, { signal })).orders.map(({ id }) => lowerKey(id)));
  const products = await lookUpProducts(
    primary,
    batch.products.map(({ sku }) => sku),
    { signal },
  );
  const usernames = batch.customers.map(({ username }) => username);
  const { byUsername } = await lookUpAccounts(primary, { emails: [], usernames }, { signal });
  const paidOrders = [...new Set(batch.payments.map(({ orderId }) => orderId))];
  const { payments } = await readPaymentsOfOrders(primary, paidOrders, { signal });
  const times = ({ orderId, authorisation }: ExportBatch['payments'][number]): number => {
    const reference = referenceOf(authorisation);
    const on = payments.filter((payment) => lowerKey(payment.orderId) === lowerKey(orderId));
    return on.filter((payment) => readReference(payment.authorisation, { prefix: reference, id: '' }) === 'whole')
      .length;
  };
  const missing = [
    ...orderIds.filter((id) => !orders.has(lowerKey(id))),
    ...batch.products.map(({ sku }) => sku).filter((sku) => !products.has(upperKey(sku))),
    ...usernames.filter((username) => !byUsername.has(lowerKey(username))),
    ...batch.payments.filter((one) => times(one) === 0).map(({ authorisation }) => referenceOf(authorisation)),
  ];
  const doubled = batch.payments.filter((one) => times(one) > 1);
  return { missing, doubled: doubled.map(({ authorisation }) => referenceOf(authorisation)) };
}

/** What lies in files that may be imported at any moment is not written into others. */
function withoutOpen(
  { products, customers, orders, payments }: ReturnType<ExportDestination['drafts']>,
  open: readonly ExportBatch[],
) {
  const known = <Row>(rows: (batch: ExportBatch) => readonly Row[], id: (row: Row) => string): ReadonlySet<string> =>
    new Set(open.flatMap(rows).map(id));
  const skus = known(
    (batch) => batch.products,
    ({ sku }) => sku,
  );
  const usernames = known(
    (batch) => batch.customers,
    ({ username }) => username,
  );
  const ids = known(
    (batch) => batch.orders,
    ({ draft }) => draft.orderId,
  );
  const paid = known(
    (batch) => batch.payments,
    ({ authorisation }) => authorisation,
  );
  return {
    products: products.filter(({ sku }) => !skus.has(sku)),
    customers: customers.filter(({ username }) => !usernames.has(username)),
    orders: orders.filter(({ draft }) => !ids.has(draft.orderId)),
    payments: payments.filter(({ authorisation }) => !paid.has(authorisation)),
  };
}

function isEmpty({ products, customers, orders, payments }: ExportBatch): boolean {
  return products.length + customers.length + orders.length + payments.length === 0;
}
