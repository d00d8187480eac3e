import type { LedgerRecord } from '../ledger/record.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { instantOfMilliseconds, type LocalDate } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import { handLinks } from '../proof/hand-links.ts';
import { keyedRefundOf } from '../proof/keyed-refund.ts';
import { labelOf } from '../proof/label.ts';
import { notShownOf } from '../reconcile/compared-fields.ts';
import { type ComparedChunk, compareChunk, type FoundDifference } from '../reconcile/prove-chunk.ts';
import { readCurrencies } from '../reconcile/read-sides.ts';
import type { StoreSide } from '../reconcile/sides.ts';
import type { TraceContext, TraceSource } from './open-trace.ts';
import type { Comparison, TracedDifference } from './trace.ts';

const EVER = '1990-01-01' as LocalDate;

/** Both sides of one copied order, compared as the daily proof does, with what the ledger says of each difference. */
export async function compareSides(
  context: TraceContext,
  source: TraceSource,
  record: LedgerRecord,
  clients: { readonly source: NetoClient; readonly primary: NetoClient },
): Promise<Comparison> {
  try {
    return await compared(context, source, record, clients);
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
    return { agreed: [], differences: [], notCompared: [error.message] };
  }
}

async function compared(
  { pipeline, ledger, sources, signal, now }: TraceContext,
  { store, rules }: TraceSource,
  { sourceId, targetId }: LedgerRecord,
  { source, primary }: { readonly source: NetoClient; readonly primary: NetoClient },
): Promise<Comparison> {
  const sides = pipeline.secondaries.flatMap((secondary): StoreSide[] => {
    const own = sources.find((one) => one.store === secondary.name);
    return own === undefined ? [] : [{ secondary, rules: own.rules, client: source, from: EVER, to: null }];
  });
  const side = sides.find((one) => one.rules.store === store);
  if (side === undefined || targetId === null) return { agreed: [], differences: [], notCompared: [] };
  const bound = (await ledger.watermark(store, 'orders')) ?? instantOfMilliseconds(now());
  const chunk = await compareChunk({
    primary,
    store: side,
    stores: sides,
    sourceIds: [sourceId],
    own: [],
    others: [{ store, sourceId, targetId }],
    currencies: await readCurrencies({ primary, stores: [side], signal }),
    settledUpTo: bound,
    links: await handLinks(ledger),
    signal,
  });
  const labelling = { ledger, store, timeZone: rules.timeZone, bound };
  const differences: TracedDifference[] = [];
  for (const found of chunk.differences) {
    const label = await labelOf(found, labelling);
    const isQuarantined = label === 'gst-rounding' && rules.gstRounding === 'hold';
    const keyed = await keyedRefundOf(found, labelling);
    const told = keyed === undefined ? found : { ...found, message: `${found.message} ${keyed.words}` };
    differences.push(tracedOf(told, isQuarantined ? 'unexplained' : label));
  }
  return { differences, ...extentOf(store, side, chunk) };
}

function tracedOf(found: FoundDifference, label: TracedDifference['label']): TracedDifference {
  const { entity, kind, field, sourceId, secondary, primary, message, remedy } = found;
  return { entity, kind, field, sourceId, source: secondary, copy: primary, label, message, remedy };
}

/** What the comparison covers, and what it can't, in sentences. */
function extentOf(
  store: string,
  { secondary }: StoreSide,
  { cases, returns }: ComparedChunk,
): Pick<Comparison, 'agreed' | 'notCompared'> {
  const hidden = notShownOf(store, cases, returns).map((text) => text.replace(/ \(\d+\)\.$/, '.'));
  const withPayments = secondary.entities.includes('payments');
  return {
    agreed: [
      'total',
      ...(hidden.some((text) => text.startsWith(`Orders of ${store}, GST: `)) ? [] : ['GST']),
      ...(withPayments ? ['payments'] : []),
      ...(returns.kind === 'read' ? ['returns'] : []),
    ],
    notCompared: [
      ...(withPayments ? [] : [`Payments of ${store}: the pipeline file leaves \`payments\` out of its \`entities\`.`]),
      ...(returns.kind === 'read' ? [] : [returns.why]),
      ...hidden,
    ],
  };
}
