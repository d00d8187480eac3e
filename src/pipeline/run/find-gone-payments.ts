import type { ExtractedRecord } from '../../extract/extracted-record.ts';
import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { type RunContext, type StoreRun, stopIfAsked } from './context.ts';
import { findOnCopies, type HeldOnCopies, heldPayments } from './on-copies.ts';
import { paymentsAtSource } from './payments-at-source.ts';
import type { AtSource, OfOrder } from './source-now.ts';

/** As many as one request takes. */
const PAGE = 100;

/**
 * Copied payments that a reading of all payments has not brought, so that they may have been deleted: nothing in the API
 * says so (U33). They are asked for by their ids, and count as deleted only where their order is there to be seen and
 * names them no more; a store that shows neither may just have taken rights away.
 * @param stage what is there all the same
 */
export async function findGonePayments(
  context: RunContext,
  store: StoreRun,
  stage: (records: readonly ExtractedRecord[]) => Promise<void>,
): Promise<void> {
  await findGone(context, store, {
    at: paymentsAtSource(context, store),
    held: heldPayments,
    reason: 'payment-gone',
    replacing: 'payment-replaced',
    name: 'Payment',
    stage,
  });
}

export interface GoneLook<Found extends OfOrder, Held> {
  readonly at: AtSource<Found>;
  readonly held: HeldOnCopies<Held>;
  readonly reason: QuarantineReason;
  readonly replacing: QuarantineReason;
  readonly name: string;
  readonly stage: (records: readonly ExtractedRecord[]) => Promise<void>;
}

/** The copies that this run has not read, and that their store has deleted. */
export async function findGone<Found extends OfOrder, Held extends { readonly orderId: string }>(
  context: RunContext,
  { fixed }: StoreRun,
  look: GoneLook<Found, Held>,
): Promise<void> {
  const { ledger, run } = context;
  const { entity } = look.at;
  const replaced = await namedAsReplaced(context, fixed.store, look.replacing);
  for (let after = ''; ; ) {
    stopIfAsked(context);
    const missing = await ledger.copiesNotRead(run, fixed.store, entity, PAGE, after);
    const last = missing.at(-1);
    if (last === undefined) return;
    after = last.sourceId;
    const { found, unreadable } = await look.at.byIds(missing.map(({ sourceId }) => sourceId));
    await look.stage(found.map((one) => look.at.recordOf(one)));
    const seen = new Set([...found.map(({ id }) => id), ...unreadable]);
    const unseen = missing.filter(({ sourceId }) => !seen.has(sourceId));
    if (unseen.length === 0) continue;
    const asked = unseen.map(({ sourceId, parent }) => ({ id: sourceId, orderId: parent ?? '' }));
    const proven = await look.at.provenGone(asked);
    // One that another was keyed for is decided together with that one.
    const gone = unseen.filter(({ sourceId }) => proven.has(sourceId) && !replaced.has(sourceId));
    await ledger.decide(run, await judge(context, look, gone));
  }
}

async function judge<Found extends OfOrder, Held extends { readonly orderId: string }>(
  context: RunContext,
  { held, reason, name }: GoneLook<Found, Held>,
  gone: readonly LedgerRecord[],
): Promise<Decision[]> {
  const onCopies = await findOnCopies(context, held, gone);
  return gone.map((key): Decision => {
    if (onCopies.get(key.sourceId)?.kind === 'absent') {
      const message = `Neither ${key.parent} in its store nor its copy has it any more.`;
      return { kind: 'skip', key, reason: 'gone-on-both-sides', message };
    }
    const message = `${name} ${key.sourceId} of ${key.parent} was copied, and is not in its store any more.`;
    return { kind: 'quarantine', key, reason, message };
  });
}

async function namedAsReplaced(
  { ledger }: RunContext,
  store: string,
  reason: QuarantineReason,
): Promise<ReadonlySet<string>> {
  const open = (await ledger.quarantined()).filter((record) => record.store === store && record.reason === reason);
  return new Set(open.flatMap(({ replaces }) => replaces.flatMap(({ sourceId }) => sourceId ?? [])));
}
