import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { plural, title } from '../../entities/kinds.ts';
import { type OrderRow, orderColumns } from '../../entities/order/write/feed-columns.ts';
import type { OrderWrite } from '../../entities/order/write/steps.ts';
import { entities, entityOf } from '../../entities/registry.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { findTooLongCell } from '../../feeds/write/columns.ts';
import { renderRows } from '../../feeds/write/render.ts';
import type { PaymentDraft } from '../../model/drafts.ts';
import type { ByEntity } from '../../model/entities.ts';
import type { ExportBatch, LeftOut } from './batch.ts';

interface ManifestFile {
  readonly name: string;
  /** Orders, customers, … in it. */
  readonly records: number;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** No import of Neto's takes it: people key what it holds. */
  readonly byHand: boolean;
}

export interface Manifest {
  readonly pipeline: string;
  readonly batch: number;
  /** To be imported in this order; those by hand are keyed last. */
  readonly files: readonly ManifestFile[];
  readonly left: readonly LeftOut[];
}

export interface WritingBatch {
  readonly force?: boolean | undefined;
  /** Rights of the files, as `chmod` counts them; 0600 when left out, since shoppers' names and addresses are in them. */
  readonly mode?: number | undefined;
}

/** Writes the files of a batch, each in one step, and last the manifest, which says that all are there. @throws ConsolidatorError */
export async function writeBatch(
  batch: ExportBatch,
  out: string,
  { force = false, mode = 0o600 }: WritingBatch,
): Promise<Manifest> {
  await makeFolder(out, mode);
  const files: ManifestFile[] = [];
  for (const { name, records, rows, bytes, byHand } of rendered(batch)) {
    await writeSafely(path.join(out, name), bytes, { force, mode });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    files.push({ name, records, rows, bytes: bytes.length, sha256, byHand });
  }
  const manifest: Manifest = { pipeline: batch.pipeline, batch: batch.number, files, left: batch.left };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeSafely(path.join(out, manifestName(batch)), text, { force, mode });
  return manifest;
}

/** A folder that was there keeps its rights; whoever may read the files may look into one that is made for them. */
async function makeFolder(out: string, mode: number): Promise<void> {
  const first = await mkdir(out, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const rights = 0o700 | mode | ((mode & 0o444) >> 2);
  for (let folder = path.resolve(out); folder.length >= first.length; folder = path.dirname(folder)) {
    await chmod(folder, rights);
  }
}

function rendered(batch: ExportBatch) {
  const { format, products, customers, orders } = batch;
  // Whoever keys what an order's row brings along books it twice.
  const payments = batch.payments.filter((payment) => !standsInRow(payment, batch));
  const records: ByEntity<readonly unknown[]> = { products, customers, orders, payments };
  const rows: typeof records = { ...records, orders: orders.flatMap((plan) => orderRows(plan, batch)) };
  return entities.flatMap(({ name, feed }) => {
    const all = rows[name] ?? [];
    if (feed === undefined || all.length === 0) return [];
    const file = {
      name: `${prefixOf(batch)}-${plural(name)}.${format}`,
      records: records[name]?.length ?? 0,
      rows: all.length,
      bytes: renderRows(format, title(name), feed.columns, all),
      byHand: feed.isByHand,
    };
    return [file];
  });
}

export function manifestName(batch: Pick<ExportBatch, 'pipeline' | 'number'>): string {
  return `${prefixOf(batch)}-manifest.json`;
}

function prefixOf({ pipeline, number }: Pick<ExportBatch, 'pipeline' | 'number'>): string {
  return `${pipeline}-${String(number).padStart(4, '0')}`;
}

/** The one payment that an order's row takes; of several it takes none. */
function paymentInRow(orderId: string, { payments }: Pick<ExportBatch, 'payments'>): PaymentDraft | null {
  const [only, ...more] = payments.filter((payment) => payment.orderId === orderId);
  return more.length === 0 ? (only ?? null) : null;
}

function standsInRow(payment: PaymentDraft, batch: Pick<ExportBatch, 'orders' | 'payments'>): boolean {
  const isWithOrder = batch.orders.some(({ draft }) => draft.orderId === payment.orderId);
  return isWithOrder && paymentInRow(payment.orderId, batch) === payment;
}

function orderRows(
  { draft, completion }: OrderWrite,
  batch: Pick<ExportBatch, 'payments' | 'timeZone' | 'exported'>,
): OrderRow[] {
  const { timeZone, exported } = batch;
  const payment = paymentInRow(draft.orderId, batch);
  return draft.lines.map((line) => ({
    order: draft,
    line,
    completion,
    payment,
    timeZone,
    exported: exported || completion.exported,
  }));
}

/** Takes out what the files can't express, and says why; nothing is ever cut. */
export function withoutUnexpressed(batch: ExportBatch): ExportBatch {
  const left: LeftOut[] = [...batch.left];
  const orders = batch.orders.filter((plan) => {
    const why = unexpressedOrder(plan, batch);
    if (why !== undefined) left.push({ entity: 'orders', targetId: plan.draft.orderId, why });
    return why === undefined;
  });
  const fits =
    <Row>(entity: LeftOut['entity'], id: (row: Row) => string) =>
    (row: Row) => {
      const found = findTooLongCell(entityOf(entity).feed?.columns ?? [], row);
      if (found !== undefined) left.push({ entity, targetId: id(row), why: tooLong(found) });
      return found === undefined;
    };
  const kept = new Set(orders.map(({ draft }) => draft.orderId));
  const payments = batch.payments.filter(
    ({ orderId }) => kept.has(orderId) || !batch.orders.some(({ draft }) => draft.orderId === orderId),
  );
  for (const payment of payments) {
    const why = "Neto imports no payments but the one in an order's own row: key this one from the payments file";
    if (standsInRow(payment, { orders, payments })) continue;
    left.push({ entity: 'payments', targetId: payment.authorisation.split(' ')[0] ?? '', why });
  }
  return {
    ...batch,
    products: batch.products.filter(fits('products', ({ sku }) => sku)),
    customers: batch.customers.filter(fits('customers', ({ username }) => username)),
    orders,
    payments,
    left,
  };
}

function unexpressedOrder(plan: OrderWrite, batch: ExportBatch): string | undefined {
  if (plan.hasHiddenCents === true) return 'it needs a rounding, for which files have no column';
  if (
    plan.draft.lines.some(({ extraOptions }) =>
      extraOptions.some(({ name, value }) => /[;=]/.test(name) || value.includes(';')),
    )
  ) {
    return 'an option of a line holds ";" or "=", which divide options in files';
  }
  for (const row of orderRows(plan, batch)) {
    const found = findTooLongCell(orderColumns, row);
    if (found !== undefined) return tooLong(found);
  }
  return undefined;
}

function tooLong({ column, length, longest }: { column: string; length: number; longest: number }): string {
  return `"${column}" has ${length} characters, and an import file takes ${longest}`;
}
