import type { OrderCompletionDraft, OrderDraft } from '../../../model/drafts.ts';
import type { Seen } from '../../../model/habits.ts';
import type { Order } from '../../../model/order.ts';
import type { LocalDate } from '../../../model/time.ts';

/** What a copy that was just added shows of how the primary stores orders (reference, section 5: U12, U35). */
export function seenInAdded(draft: Pick<OrderDraft, 'invoicedOn' | 'lines'>, copy: Order): Seen[] {
  const sent = draft.lines.map(({ externalSystem, externalOrder }) => `${externalSystem} ${externalOrder}`);
  const shown = copy.lines.map(({ externalSystem, externalOrder }) => `${externalSystem} ${externalOrder}`);
  const isShown = copy.lines.some(({ externalSystem, externalOrder }) => externalSystem !== '' || externalOrder !== '');
  const isAsSent = sent.length === shown.length && sent.every((one, index) => one === shown[index]);
  const value = isAsSent ? 'as-sent' : isShown ? 'altered' : 'not-shown';
  const date = dateSeen(draft.invoicedOn, copy.invoicedOn);
  return [
    { habit: 'externalReference', value, in: 'orders' },
    { habit: 'invoiceDateWhenAdded', value: date === 'kept' ? 'as-sent' : date, in: 'orders' },
  ];
}

/** What the step to Dispatched has made of the invoice date. */
export function seenInApproved(
  {
    completion,
    draft,
  }: { readonly completion: OrderCompletionDraft; readonly draft?: Pick<OrderDraft, 'invoicedOn'> | undefined },
  copy: Order,
): Seen[] {
  if (completion.status.toLowerCase() !== 'dispatched' || draft === undefined) return [];
  return [{ habit: 'invoiceDateWhenDispatched', value: dateSeen(draft.invoicedOn, copy.invoicedOn), in: 'orders' }];
}

function dateSeen(
  before: LocalDate | null,
  now: LocalDate | null,
): 'kept' | 'set-by-store' | 'another-day' | 'stays-empty' {
  if (before === now) return now === null ? 'stays-empty' : 'kept';
  return before === null ? 'set-by-store' : 'another-day';
}
