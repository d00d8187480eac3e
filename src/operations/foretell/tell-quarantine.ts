import type { KeyPath } from '../../config/problems.ts';
import { plural, singular } from '../../entities/kinds.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import type { PrimaryLists } from '../../model/reference-lists.ts';
import type { GuardName } from '../../transform/guards/guard-rules.ts';
import type { Topic } from '../findings/finding.ts';
import { type CheckedSecondary, examplesOf, suggestName, type Telling } from '../findings/findings.ts';
import { mappingFor } from '../map/mappings.ts';
import type { QuarantineGroup } from './quarantine-groups.ts';
import type { Simulation } from './simulate.ts';

/** Where a reason is told, and where in the store's part of the file something is to be mended. */
interface ReasonTelling {
  readonly topic: Topic;
  readonly key?: KeyPath;
  /** A name that the primary lacks: in which list. */
  readonly list?: 'paymentMethods' | 'shippingMethods';
  /** Concerns whatever is to be copied, sooner or later. */
  readonly isProblem?: true;
}

const method = { topic: 'payment methods', key: ['payments', 'methods'], list: 'paymentMethods' } as const;
const shipping = { topic: 'shipping methods', key: ['orders', 'shippingMethods'], list: 'shippingMethods' } as const;
const prefix = { topic: 'order numbers', key: ['prefix'] } as const;

/** All others are told under the orders that they are about. */
const tellings: Partial<Record<ReasonCode, ReasonTelling>> = {
  'payment-method-unmapped': method,
  'payment-kind-unhandled': method,
  'shipping-method-unmapped': shipping,
  'id-prefix-unknown': prefix,
  'id-malformed': prefix,
  'id-too-long': prefix,
  'target-id-taken': { ...prefix, isProblem: true },
  'number-in-xero': { ...prefix, isProblem: true },
  'copied-under-another-id': { ...prefix, isProblem: true },
  'surcharge-unmapped': { topic: 'articles', key: ['orders', 'surchargeSku'] },
  'rma-unconfigured': { topic: 'recent orders', key: ['rma'] },
  'gst-rate-differs': { topic: 'currency and tax' },
  'currency-differs': { topic: 'currency and tax' },
};

/** Of the currency, the settings of both stores tell by themselves; what one payment is in stops no run. */
const guardsOf: Partial<Record<ReasonCode, GuardName>> = {
  'sku-unfit-for-xero': 'skus',
  'target-id-taken': 'numbers',
  'negative-total': 'negativeTotals',
  'due-date-missing': 'dueDates',
  'contact-shared': 'contacts',
};

/** Of fewer orders, most says nothing yet. */
const FEWEST = 3;

/** A run would end well and copy next to nothing: no line about one kind of them says so. */
export function reportMost(
  { findings }: Telling,
  store: string,
  { summary }: Simulation,
  all: readonly QuarantineGroup[],
): void {
  const { read = 0, skipped = 0 } = summary.stores[store]?.orders ?? {};
  const wanted = read - skipped;
  const groups = all.filter(({ entity }) => entity === 'orders');
  const ids = new Set(groups.flatMap((group) => group.ids));
  if (wanted < FEWEST || ids.size * 2 <= wanted) return;
  const counted = groups.map(({ reason, name, ids: own }) => {
    const which = mappingFor(reason) === undefined || name === '' ? '' : ` ${JSON.stringify(name)}`;
    return `${reason}${which} ${own.length}`;
  });
  const message = `Most recent orders would be quarantined, or a payment of theirs: ${ids.size} of ${wanted} (${counted.join(', ')}).`;
  const remedy = 'Mend what is said of this store below before the first run, and check again.';
  findings.problem('recent orders', store, message, remedy);
}

export function reportGroup(
  { findings, pipeline }: Telling,
  { secondary: { name: store }, path }: CheckedSecondary,
  group: QuarantineGroup,
  lists: PrimaryLists,
): void {
  const { reason, name, message } = group;
  const { meaning, remedy } = reasons[reason];
  const { topic, key, list, isProblem = false } = tellingOf(group);
  // Both sides' settings have been compared, and said to differ.
  if (topic === 'currency and tax' && findings.isTold(topic, store)) return;
  const guard = group.entity === 'orders' ? guardsOf[reason] : undefined;
  const action = guard && pipeline.guards[guard];
  if (guard !== undefined && action === 'stop' && topic !== 'order numbers') {
    findings.problem('guards', store, `${recent(group)}: ${meaning} \`guards.${guard}\` is stop.`, remedy, [
      'guards',
      guard,
    ]);
    return;
  }
  const detail = list === undefined ? message : `${topic.replace(/s$/, '')}: ${JSON.stringify(name)}`;
  const found = `Would be quarantined (${reason}): ${recent(group)}. ${meaning}${detail === '' ? '' : ` (${detail}.)`}`;
  const known = list === undefined ? [] : lists[list].filter((one) => !('active' in one) || one.active);
  const names = known.map((one) => one.name);
  const todo = suggestName(name, names, remedy);
  const where = key === undefined ? undefined : [...path, ...key];
  const what = mappingFor(reason);
  const mapping =
    what === undefined || name === ''
      ? undefined
      : { what, name, ...(list === undefined ? {} : { names: [...names].sort() }) };
  findings[isProblem && action !== 'warn' ? 'problem' : 'warn'](topic, store, found, todo, { path: where, mapping });
}

function tellingOf({ entity, reason }: QuarantineGroup): ReasonTelling {
  if (entity === 'products') return { topic: 'articles', key: ['products'] };
  if (entity !== 'customers') return tellings[reason] ?? { topic: 'recent orders' };
  return reason === 'target-id-taken'
    ? { topic: 'accounts', key: ['customers', 'house', 'email'], isProblem: true }
    : { topic: 'accounts', key: ['customers'] };
}

/** Customers are counted and never named. */
function recent({ entity, ids }: QuarantineGroup): string {
  const words = ids.length === 1 ? singular(entity) : plural(entity);
  if (entity === 'orders') return `${ids.length} recent ${words} (${examplesOf(ids)})`;
  const named = entity === 'customers' ? '' : ` (${examplesOf(ids)})`;
  return `${ids.length} ${words} of recent orders${named}`;
}
