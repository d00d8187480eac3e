import type { Pipeline, Secondary } from '../config/pipeline.ts';
import { findKind } from '../entities/kinds.ts';
import { isGivenBack } from '../ledger/decision.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { awaitedBatch } from '../model/awaited.ts';
import type { RecordKey } from '../model/entities.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { mappedMethod } from '../model/method-names.ts';
import type { ReasonCode } from '../model/reasons.ts';
import { Turns } from '../model/turns.ts';
import { commonValue, type Decision, decisionsOf } from './decisions.ts';

/** What a person has to decide, and what they have decided and the next run takes up. */
export interface Decisions {
  readonly open: readonly Decision[];
  readonly taken: readonly Decision[];
}

/** So many records at a time. */
const AT_ONCE = 500;

export type DecidingLedger = Pick<
  Ledger,
  'quarantined' | 'givenBack' | 'histories' | 'findAll' | 'installationId' | 'learned' | 'learnedOf'
>;

/** Between a decision and the next run the ledger shows its records as they were, or as staged: both are told as decided. */
export async function readDecisions(ledger: DecidingLedger, pipeline: Pipeline): Promise<Decisions> {
  const quarantined = await ledger.quarantined();
  const turns = new Turns();
  // It stands deep in what their store said: others come in between.
  await turns.each(quarantined, commonValue);
  const given = await givenBack(ledger);
  await turns.each(given, commonValue);
  const mapped = await mappedSince(ledger, pipeline, quarantined);
  await turns.give();
  const settled = await withSettled(ledger, quarantined);
  await turns.give();
  const freed = await freedSince(pipeline, quarantined);
  await turns.give();
  const taken = new Set([...given, ...mapped, ...settled, ...freed]);
  const all = decisionsOf([...given, ...quarantined], taken);
  await turns.give();
  const isTaken = ({ records: [first] }: Decision): boolean => taken.has(first);
  return { open: all.filter((one) => !isTaken(one)), taken: all.filter(isTaken) };
}

/** All records that a person has decided about, with those that follow them. */
export function takenRecords({ taken }: Pick<Decisions, 'taken'>): RecordKey[] {
  return taken.flatMap(({ records, followers }) => [...records, ...followers]);
}

/** Retried or accepted. A run that was cut off leaves others staged, which nobody has decided about. */
async function givenBack(ledger: DecidingLedger): Promise<LedgerRecord[]> {
  const found: LedgerRecord[] = [];
  const turns = new Turns();
  const groups = Map.groupBy(await ledger.givenBack(), ({ store, entity }) => JSON.stringify([store, entity]));
  for (const records of groups.values()) {
    const [{ store, entity } = { store: '', entity: 'orders' as const }] = records;
    for (let first = 0; first < records.length; first += AT_ONCE) {
      const some = records.slice(first, first + AT_ONCE);
      const ids = some.map(({ sourceId }) => sourceId);
      const histories = await ledger.histories(store, entity, ids);
      found.push(...some.filter(({ sourceId }) => isGivenBack(histories.get(sourceId) ?? [])));
      await turns.give();
    }
  }
  return found;
}

/** Of what the name of a method or a number's beginning keeps in quarantine: those for which the file has it by now. */
async function mappedSince(
  ledger: DecidingLedger,
  pipeline: Pipeline,
  quarantined: readonly LedgerRecord[],
): Promise<LedgerRecord[]> {
  const found: LedgerRecord[] = [];
  for (const secondary of pipeline.secondaries) {
    const own = quarantined.filter(
      (record) => record.store === secondary.name && record.targetId === null && isMapped(record, secondary),
    );
    if (own.length === 0) continue;
    // Under the same rules it stays where it is: then the primary lacks what the file makes of it.
    const rules = await rulesNow(ledger, pipeline, secondary);
    found.push(...own.filter((record) => rules !== undefined && record.rules !== rules));
  }
  return found;
}

function isMapped(record: LedgerRecord, { prefix, payments, orders }: Secondary): boolean {
  const value = commonValue(record);
  switch (record.reason) {
    case 'shipping-method-unmapped':
      return mappedMethod(orders.shippingMethods, value) !== undefined;
    case 'payment-method-unmapped':
    case 'payment-kind-unhandled':
      return mappedMethod(payments.methods, value) !== undefined;
    case 'id-prefix-unknown':
      return Object.hasOwn(prefix, value);
    default:
      return false;
  }
}

/** Undefined where the file of `products.map` is wrong, which the next run says. */
async function rulesNow(ledger: DecidingLedger, pipeline: Pipeline, secondary: Secondary): Promise<string | undefined> {
  // Hardly any verdict needs them, and each would wait for them.
  const { readSkuMap } = await import('../session/sku-map.ts');
  const { fixedRules, rulesHash } = await import('../session/store-rules.ts');
  try {
    const skuMap = await readSkuMap(secondary.products.map);
    const { withKnownLock } = await import('../session/standing-of-books.ts');
    return rulesHash(
      fixedRules(await withKnownLock(pipeline, ledger), secondary, { installationId: ledger.installationId, skuMap }),
    );
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return undefined;
  }
}

/** What lay in a batch of files that was settled since: the next run goes on with it, as with any other. */
async function freedSince(pipeline: Pipeline, quarantined: readonly LedgerRecord[]): Promise<LedgerRecord[]> {
  const inBatch = quarantined.flatMap((record): [LedgerRecord, number][] => {
    const batch = record.reason === IN_BATCH ? awaitedBatch(record.seen) : undefined;
    return batch === undefined ? [] : [[record, batch]];
  });
  if (inBatch.length === 0) return [];
  // Hardly any verdict needs it, and each would wait for it.
  const { BatchFolder } = await import('../session/batch-folder.ts');
  const folder = new BatchFolder(pipeline);
  const settled = new Set<number>();
  // Of one that is not known here, another machine may have the files.
  const known = new Set(await folder.numbers());
  for (const number of new Set(inBatch.map(([, batch]) => batch)))
    if (known.has(number) && (await folder.read(number)) === null) settled.add(number);
  return inBatch.flatMap(([record, batch]) => (settled.has(batch) ? [record] : []));
}

const IN_BATCH = 'in-export-batch' satisfies ReasonCode;

/** What belongs to an order that is settled by now: dropped, and it is left out with it; linked, and it follows. */
async function withSettled(ledger: DecidingLedger, quarantined: readonly LedgerRecord[]): Promise<LedgerRecord[]> {
  const waiting = quarantined.flatMap((record): { record: LedgerRecord; order: RecordKey }[] => {
    const { store, entity, parent, reason } = record;
    const of = findKind(entity)?.belongsTo;
    if (reason !== 'waits-for' || of === undefined || parent === null) return [];
    return [{ record, order: { store, entity: of, sourceId: parent } }];
  });
  const orders = await ledger.findAll(waiting.map(({ order }) => order));
  return waiting.flatMap(({ record }, place) => (isSettled(orders[place] ?? null) ? [record] : []));
}

function isSettled(order: LedgerRecord | null): boolean {
  if (order?.state === 'skipped') return order.reason !== 'to-be-read';
  return order?.state === 'loaded' || order?.state === 'linked';
}
