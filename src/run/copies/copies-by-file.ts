import { z } from 'zod';
import type { Finding } from '../../entities/comparing/finding.ts';
import type { OrderFieldKey } from '../../entities/order/compare/fields.ts';
import { compareUntouched, untouchedOf } from '../../entities/order/compare/untouched.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { RecordKey } from '../../model/entities.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { isCancelled, type Order } from '../../model/order.ts';
import { upperKey } from '../../model/text-key.ts';
import { readOrders } from '../../neto/orders.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { ReadingRun } from '../context/parts.ts';

const SCOPE = 'made-from-file';
const EXAMPLES = 3;
const schema = z.record(z.string(), z.string());

/** Notes what a copy showed once it was approved, and had been compared with its file: a file can't be asked again. */
export async function noteMade(
  { ledger }: Pick<ReadingRun, 'ledger'>,
  key: Pick<RecordKey, 'store' | 'sourceId'>,
  copy: Order,
): Promise<void> {
  const { email: _, ...shown } = untouchedOf(copy);
  await ledger.learn(SCOPE, `${key.store} ${key.sourceId}`, JSON.stringify(shown));
}

/**
 * Fields of copies that came by a file which are not what they were when they were made; by source id. One of which nobody
 * noted that is compared from now on with what it shows now, which is said.
 * @throws ConsolidatorError where the primary can't be read
 */
export async function changedSinceMade(
  context: ReadingRun,
  { fixed }: StoreRun,
  records: readonly LedgerRecord[],
  isLooked: (key: OrderFieldKey, copy: Order) => boolean,
): Promise<Map<string, readonly Finding[]>> {
  const found = new Map<string, readonly Finding[]>();
  const byFile = records.filter(({ hash }) => hash.startsWith(FROM_FILE));
  if (byFile.length === 0) return found;
  const ids = byFile.map(({ targetId }) => targetId ?? '');
  const { orders } = await readOrders(context.primary, ids, { signal: context.signal, onUnreadable: () => {} });
  const copies = new Map(orders.map((order) => [upperKey(order.id), order]));
  // A primary that sends the goods invoices them by itself.
  const ownDay = fixed.purpose === 'fulfil' ? ['invoice-date', 'placed'] : [];
  const unnoted: string[] = [];
  for (const record of byFile) {
    const copy = copies.get(upperKey(record.targetId ?? ''));
    if (copy === undefined || isCancelled(copy)) continue;
    const text = await context.ledger.learned(SCOPE, `${record.store} ${record.sourceId}`);
    const before = text === null ? undefined : schema.safeParse(JSON.parse(text)).data;
    if (before === undefined) {
      await noteMade(context, record, copy);
      unnoted.push(record.sourceId);
      continue;
    }
    const changed = compareUntouched(before, copy).flatMap(({ key, ...rest }): Finding[] =>
      key === undefined || key === 'total' || !isLooked(key, copy) || ownDay.includes(key)
        ? []
        : [{ class: 'must-agree', key, ...rest }],
    );
    if (changed.length > 0) found.set(record.sourceId, changed);
  }
  reportUnnoted(context, fixed.store, unnoted);
  return found;
}

function reportUnnoted({ warnings }: ReadingRun, store: string, ids: readonly string[]): void {
  const [sourceId] = ids;
  if (sourceId === undefined) return;
  const examples = ids.slice(0, EXAMPLES);
  const message = `${ids.length} copies that came by files, such as ${examples.join(', ')}, were not noted when they were made: what staff have changed on them until now, but for the total, can't be told. From now on it is.`;
  warnings.push({
    store,
    entity: 'orders',
    sourceId,
    code: 'copies-not-compared',
    message,
    count: ids.length,
    examples,
  });
}
