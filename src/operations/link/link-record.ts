import { randomUUID } from 'node:crypto';
import type { Pipeline } from '../../config/pipeline.ts';
import { singular } from '../../entities/kinds.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { seenAs } from '../../ledger/seen-as.ts';
import { isLinkable } from '../../ledger/transitions/what-can-be-done.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { isCancelled } from '../../model/order.ts';
import { sameKey } from '../../model/text-key.ts';
import { readOrders } from '../../neto/orders.ts';
import { ReferenceCache } from '../../run/context/reference-cache.ts';
import { refusalOf } from '../../session/decisions/refusal-words.ts';
import { openSharedRequestLog } from '../../session/open-run.ts';
import { openStores } from '../../session/open-stores.ts';
import { openLedgerCopy, openOwnLedger } from '../../session/own-ledger.ts';
import { personHere } from '../../session/person-here.ts';
import { Resources } from '../../session/resources.ts';
import { takeLocks } from '../../session/take-locks.ts';
import { needsLedger } from '../needs-ledger.ts';
import { proposeMoney } from './link-money.ts';
import { proposeOrder } from './link-order.ts';
import type { Linking } from './linking.ts';
import { differencesSeen, type LinkReport } from './report.ts';
import { stillToEnter } from './still-to-enter.ts';

export interface LinkDecision {
  /** A UUID. */
  readonly id: string;
  readonly by: string;
  /** The record as they saw it (`seenAs`). */
  readonly seen: string;
  /** `differencesSeen` of what they accepted; null where nothing may differ. */
  readonly differences: string | null;
}

interface LinkOptions {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  /** Picks the record out of all that can be linked. @throws ConsolidatorError where that is not one */
  readonly choose: (ledger: Ledger) => Promise<LedgerRecord>;
  /** The primary's own ids of what was entered by hand: one order, or the payments or returns that stand for one. */
  readonly as: readonly string[];
  /** A person's reason why it is right though fields differ; undefined: such are refused. */
  readonly accepted?: string | undefined;
  /** Why it is linked, in the person's own words; it goes into the audit. */
  readonly reason?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** One that a person has made before, to be taken once and as they saw it; left out: it is made now, by whoever is here. */
  readonly decision?: LinkDecision | undefined;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes what a person entered in the primary for the copy of one record. Both are read anew and compared; nothing is
 * written to any store, now or later.
 * @throws ConsolidatorError `not-found`, `usage` where the two can't belong together, `pipeline-locked`
 */
export async function linkRecord(options: LinkOptions): Promise<LinkReport> {
  const { pipeline, home, dryRun = false, now, signal, as, accepted } = options;
  await needsLedger(pipeline);
  const resources = new Resources();
  try {
    if (!dryRun) await takeLocks(pipeline, home, resources, { isBrief: true, signal });
    const ledger = await (dryRun ? openLedgerCopy : openOwnLedger)(pipeline, { now, home }, resources);
    const record = await options.choose(ledger);
    refuseEntity(record);
    const requestLog = openSharedRequestLog({ home, database: pipeline.database }, resources);
    const opening = { pipeline, ledger, requestLog, progress: () => {}, only: [record.store] };
    const { primary, stores } = await openStores(opening, resources);
    const [store] = stores;
    if (store === undefined)
      throw new ConsolidatorError('not-found', `The pipeline has no store ${record.store}.`, {
        remedy: 'Put the store back into the pipeline file; only so its orders can be read.',
      });
    const rules = await new ReferenceCache(primary, signal).rules(store);
    const replaces = await hasLostCopy({ ledger, primary, signal }, record);
    await refuseUnlinkable(ledger, record, replaces);
    const linking: Linking = { ledger, primary, store, rules, record, as, why: accepted ?? '', replaces, signal };
    const propose = record.entity === 'orders' ? proposeOrder : proposeMoney;
    const { links, ...found } = await propose(linking);
    const { decision } = options;
    const isOther = decision !== undefined && decision.differences !== differencesSeen(decision.id, found.differences);
    if (found.differences.length > 0 && (accepted === undefined || isOther)) return { ...found, result: 'different' };
    if (dryRun) return { ...found, result: 'would-be-linked' };
    const { id = randomUUID(), by = personHere(), seen = seenAs(record) } = decision ?? {};
    const { store: name, entity, sourceId } = record;
    const key = { store: name, entity, sourceId };
    const then = await stillToEnter(linking, found);
    const records = [{ ...key, seen, why: options.reason ?? linking.why }] as const;
    const [taken] = await ledger.takeDecision({ id, who: by, act: { kind: 'link', records, links, then } });
    if (taken?.outcome.kind === 'refused') throw new ConsolidatorError('usage', refusalOf('link', key, taken.outcome));
    return { ...found, result: 'linked' };
  } finally {
    await resources.close();
  }
}

/** Whether its copy is gone or cancelled: an order's by looking, what belongs to one by where its order stands now. */
async function hasLostCopy(
  { ledger, primary, signal }: Pick<Linking, 'ledger' | 'primary' | 'signal'>,
  { store, entity, state, targetId, parent, byHand = [] }: LedgerRecord,
): Promise<boolean> {
  if (targetId === null || (state !== 'loaded' && state !== 'quarantined')) return false;
  if (entity !== 'orders') {
    const order = await ledger.find({ store, entity: 'orders', sourceId: parent ?? '' });
    return byHand.length === 0 && (order?.byHand?.length ?? 0) > 0;
  }
  const { orders } = await readOrders(primary, [targetId], { signal });
  const copy = orders.find(({ id }) => sameKey(id, targetId));
  return copy === undefined || isCancelled(copy);
}

function refuseEntity({ store, entity, sourceId }: LedgerRecord): void {
  const name = `${store} ${singular(entity)} ${sourceId}`;
  if (entity !== 'orders' && entity !== 'payments' && entity !== 'rmas') {
    throw new ConsolidatorError('usage', `${name} can't be linked: only orders, payments and returns can.`);
  }
}

async function refuseUnlinkable(ledger: Ledger, record: LedgerRecord, replaces: boolean): Promise<void> {
  const { store, entity, sourceId } = record;
  const name = `${store} ${singular(entity)} ${sourceId}`;
  const open = (await ledger.openIntents()).some(({ key }) => {
    return key.store === store && key.entity === entity && key.sourceId === sourceId;
  });
  if ((isLinkable(record) || replaces) && !open) return;
  const why = open
    ? 'what became of its write is not known yet: start a run first'
    : `it is copied already, and its copy ${record.targetId ?? ''} stands in the primary`;
  throw new ConsolidatorError('usage', `${name} can't be linked: ${why}. See \`trace\`.`);
}
