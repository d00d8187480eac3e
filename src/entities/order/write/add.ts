import type { OrderDraft, OrderLineDraft } from '../../../model/drafts.ts';
import { absolute, compare, type Decimal, equal, formatMoney, subtract, ZERO } from '../../../model/money.ts';
import type { Order, OrderLine } from '../../../model/order.ts';
import { parseSnapshot } from '../../../model/order-snapshot.ts';
import { lowerKey, sameText } from '../../../model/text-key.ts';
import { type Instant, localDateOf } from '../../../model/time.ts';
import type { NetoClient } from '../../../neto/client.ts';
import { addOrders, readOrders } from '../../../neto/orders.ts';
import { isCopyBy } from '../../writing/is-copy.ts';
import { type Difference, hidden, type LoadTarget } from '../../writing/load-target.ts';
import type { Installation } from '../../writing/write-services.ts';
import type { ExpectedOrder } from '../compare/expected-order.ts';
import { compareOrder } from '../compare/order.ts';
import { compareFound, type OwnOfOrder } from './found.ts';
import { centsOff } from './roundings.ts';
import { seenInAdded } from './seen-in-copy.ts';

export interface OrderCopy {
  readonly draft: OrderDraft;
  /** What its source says that it must show. Left out in intents of earlier versions, where the draft has to do. */
  readonly expected?: ExpectedOrder | undefined;
  /** What the primary must make of it, to the cent. */
  readonly total: Decimal;
  /** Its total holds cents that no field shows. */
  readonly hasHiddenCents?: boolean | undefined;
  /** The predictions part by cents, or miss by them: the primary's total decides, and is set right by the next step. */
  readonly doubtful?: boolean | undefined;
  /** By how much it may differ all the same, because a person has seen the difference and accepted it. */
  readonly tolerated?: Decimal | undefined;
  /** By which a copy that was found is compared. Left out in intents of earlier versions, where it counts as made of this order. */
  readonly own?: OwnOfOrder | undefined;
}

interface OrderTargetOptions {
  readonly client: NetoClient;
  /** Who writes, as it stands at that moment; null: copies of every installation count as ours. */
  readonly installation: () => Installation | null;
  /** A store's host, by its name in the pipeline file. */
  readonly hostOf: (store: string) => string | undefined;
  /** Told of each copy as the primary shows it, before anything is set right. */
  readonly onCopy: (copy: Order) => void;
  /** Told of a doubtful copy whose total is cents beside what is meant. */
  readonly onCentsOff: (targetId: string) => void;
  /** Whether cents can be set right afterwards; where not, they must agree at once. */
  readonly canRound: () => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Adds orders, unapproved, over the API. */
export function orderTarget(options: OrderTargetOptions): LoadTarget<OrderCopy, Order> {
  const { client, installation, hostOf, signal, canRound, onCentsOff, onCopy } = options;
  return {
    async lookUp(items, { areThere } = {}) {
      const ids = items.map(({ targetId }) => targetId);
      const { orders } = await readOrders(client, ids, { signal, areThere });
      return new Map(orders.map((order) => [lowerKey(order.id), order]));
    },
    write: (items) =>
      addOrders(
        client,
        items.map(({ draft }) => draft.draft),
        { signal },
      ),
    isCopyOf({ key }, existing) {
      const { store, sourceId } = key;
      return isCopyBy(existing, { store, sourceId, host: hostOf(store) }, installation() ?? undefined);
    },
    compare(copy, existing) {
      onCopy(existing);
      const differences = compareCopy(copy, existing, client.timeZone);
      if (copy.doubtful !== true || !canRound() || centsOff(copy, existing) === undefined) return differences;
      onCentsOff(existing.id);
      return differences.filter(({ key }) => key !== 'total');
    },
    found({ draft: { draft, own } }, copy, readAs) {
      if (own === undefined) return { shows: undefined, differences: [] };
      const lines = draft.lines.map(({ externalLine: line, notes, quantity }) => ({ line, notes, quantity }));
      const { shows, findings } = compareFound({ ...draft, lines, own }, copy, parseSnapshot(readAs));
      return { shows: shows && JSON.stringify(shows), differences: findings };
    },
    async readBack({ draft: { draft } }, copy) {
      for (const seen of seenInAdded(draft, copy)) client.tell?.(seen);
    },
  };
}

/**
 * What the primary shows beside what the source does. Its status and approval are the business of the next step.
 * @param timeZone the primary's, in which its days begin
 */
export function compareCopy(copy: OrderCopy, existing: Order, timeZone: string): readonly Difference[] {
  return copy.expected === undefined
    ? compareWithDraft(copy, existing, timeZone)
    : compareOrder(copy.expected, existing);
}

/** Of intents that an earlier version has left open. */
function compareWithDraft({ draft, total, tolerated }: OrderCopy, existing: Order, timeZone: string): Difference[] {
  const differences: Difference[] = [];
  const text = (field: string, meant: string, is: string): void => {
    if (!sameText(meant, is)) differences.push({ field, meant, held: is });
  };
  if (!isTotal(total, existing.grandTotal, tolerated)) {
    differences.push({
      field: 'total',
      meant: formatMoney(total),
      held: formatMoney(existing.grandTotal),
      amount: subtract(existing.grandTotal, total),
    });
  }
  // Taken back, or cancelled by staff: it must not be approved as if it stood in the books.
  if (existing.status.toLowerCase() === 'cancelled') text('status', draft.status, existing.status);
  text('username', draft.username, existing.username);
  if (!sameText(draft.email, existing.email)) differences.push(hidden('e-mail', draft.email, existing.email));
  text('tax inclusive', String(draft.taxInclusive), String(existing.taxInclusive));
  text('invoice date', draft.invoicedOn ?? '', draft.invoicedOn === null ? '' : (existing.invoicedOn ?? ''));
  text('due date', dayOf(draft.dueAt, timeZone), draft.dueAt === null ? '' : dayOf(existing.paymentDueAt, timeZone));
  text('number of lines', String(draft.lines.length), String(existing.lines.length));
  for (const [index, line] of draft.lines.entries()) {
    const copy = existing.lines[index];
    if (copy !== undefined) compareLine(`line ${index + 1}`, line, copy, differences);
  }
  return differences;
}

function dayOf(at: Instant | null, timeZone: string): string {
  return at === null ? '' : localDateOf(at, timeZone);
}

/** Whether a copy's total is the one that was meant, but for what a person has accepted. */
export function isTotal(meant: Decimal, existing: Decimal, tolerated: Decimal = ZERO): boolean {
  return compare(absolute(subtract(existing, meant)), absolute(tolerated)) <= 0;
}

function compareLine(name: string, line: OrderLineDraft, copy: OrderLine, differences: Difference[]): void {
  if (lowerKey(line.sku) !== lowerKey(copy.sku)) {
    differences.push({ field: `${name} SKU`, meant: line.sku, held: copy.sku });
  }
  if (!equal(line.quantity, copy.quantity)) {
    differences.push({ field: `${name} quantity`, meant: line.quantity, held: copy.quantity });
  }
  if (!equal(line.unitPrice, copy.unitPrice)) {
    differences.push({ field: `${name} unit price`, meant: line.unitPrice, held: copy.unitPrice });
  }
}
