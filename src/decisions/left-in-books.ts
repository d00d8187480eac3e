import type { Pipeline } from '../config/pipeline.ts';
import { findEntity } from '../entities/registry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import type { SeenDifference } from '../model/accepted.ts';
import { commandLine } from '../model/command-lines.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { formatMoney } from '../model/money.ts';
import type { QuarantineReason } from '../model/reasons.ts';
import type { Resources } from '../session/resources.ts';
import { compareSides } from '../trace/compare-sides.ts';
import { type Looking, openTrace } from '../trace/open-trace.ts';
import { lookAt } from '../trace/sides.ts';
import type { TracedDifference } from '../trace/trace.ts';

/** Reasons whose remedy is to do something in the primary first, and only then to accept. */
const DONE_FIRST: readonly (string | null)[] = [
  'cancelled-after-copy',
  'source-gone',
  'changed-after-copy',
  'changed-on-both-sides',
  'payment-changed-after-copy',
  'payment-gone',
  'rma-gone',
  'refund-after-copy',
  'copy-has-another-id',
] satisfies QuarantineReason[];

export interface LeftInBooks {
  /** What stays in the books as it is now, in sentences. */
  readonly said: readonly string[];
  readonly seen: readonly SeenDifference[];
  /** Why nothing could be said of it; null where both sides were asked. */
  readonly notAsked: string | null;
}

const NOTHING: LeftInBooks = { said: [], seen: [], notAsked: null };

/** Whether what the remedy asks for was done: how the copy stands now, and what of it differs from its source. */
export async function leftInBooks(
  looking: Looking,
  pipeline: Pipeline,
  opened: { readonly ledger: Ledger; readonly resources: Resources },
  record: LedgerRecord,
): Promise<LeftInBooks> {
  if (!DONE_FIRST.includes(record.reason)) return NOTHING;
  const { store, entity, sourceId, parent } = record;
  const orderId = entity === 'orders' ? sourceId : parent;
  const order = orderId && (await opened.ledger.find({ store, entity: 'orders', sourceId: orderId }));
  if (!order) return NOTHING;
  const context = await openTrace(looking, pipeline, { offline: false, stores: [store] }, opened);
  const source = context.sources.find((one) => one.store === store);
  if (source?.client === undefined || context.primary === undefined) return NOTHING;
  const copy = await lookAt(context.primary, order.targetId, context.signal);
  if (copy.side.kind === 'unreachable') return { ...NOTHING, notAsked: copy.side.message };
  const clients = { source: source.client, primary: context.primary };
  const { agreed, differences, notCompared } = await compareSides(context, source, order, clients);
  if (agreed.length === 0 && notCompared.length > 0) return { ...NOTHING, notAsked: notCompared.join(' ') };
  const left = differences.filter((one) => isAbout(one, record) && one.label !== 'gst-rounding');
  const total = copy.side.kind === 'there' ? ` (${formatMoney(copy.side.total)})` : '';
  const counts = `${order.targetId ?? ''}${total} counts`;
  const said = left.map(({ entity: of, kind, field, message }) => {
    if (of === 'order' && field === 'cancelled') return `${counts}, though ${sourceId} is cancelled.`;
    if (of === 'order' && kind === 'extra') return `${counts}, though ${store} does not have ${sourceId} any more.`;
    return message;
  });
  const seen = left.flatMap(({ kind, field, source: meant, copy: held }) =>
    kind === 'different' && field !== null ? [{ key: field, meant: meant ?? '', held: held ?? '' }] : [],
  );
  return { said, seen, notAsked: null };
}

function isAbout(found: TracedDifference, { entity, sourceId }: LedgerRecord): boolean {
  if (found.entity !== findEntity(entity)?.reconciles?.name) return false;
  // Orders and returns are told by their order; a payment by itself.
  if (entity !== 'payments') return true;
  // One that only the primary has bears no id of its store, unless in its reference, which the sentence quotes.
  return found.sourceId === sourceId || found.message.includes(`payment ${sourceId} `);
}

/** @throws ConsolidatorError `usage` where something stays in the books and nobody has said that it is to */
export function refuseLeft({ sourceId, reason }: LedgerRecord, { said }: LeftInBooks, file: string): void {
  if (said.length === 0) return;
  const what = said.join(' ');
  throw new ConsolidatorError(
    'usage',
    `${sourceId} is quarantined as ${reason}, and what is to be done in the primary has not been done: ${what} Nothing was accepted. Do it there first (see: ${commandLine('neto-consolidator quarantine show', [file, sourceId])}), or, where it is to stay in the books as it is (since it was credited, say), add --leave-in-books.`,
  );
}
