import { ZERO } from '../../model/money.ts';
import { appearanceOf } from '../appeared.ts';
import type { Books } from '../books.ts';
import type { ExpectedCopy } from '../expected.ts';
import type { Judged } from '../judged.ts';
import { type ArrivalSettings, arrival } from '../judging.ts';
import { type Arrival, type Batch, isAlarm } from '../verdicts.ts';
import { batchedCredits } from './judge-batched-credits.ts';
import { type JudgedBatches, judgeBatches } from './judge-batches.ts';
import { withReceipts, wrongReceipts } from './judge-receipts.ts';
import { ordersOf } from './orders.ts';
import { numbersOf, type Way } from './way.ts';

/**
 * Of an export that puts several orders into one invoice: the sums, and of single orders that nothing can be known.
 * @returns undefined where the sums do not show that it does, and nobody has said so
 */
export function judgeBatched(
  copies: readonly ExpectedCopy[],
  books: Books,
  settings: ArrivalSettings,
  way: Way,
): Judged | undefined {
  if (books.invoices.kind === 'unread') return way === 'batched' ? all(copies, { why: books.invoices.why }) : undefined;
  if (settings.batched?.kind === 'unread') return way === 'batched' ? all(copies, settings.batched) : undefined;
  const orders = settings.batched?.rows ?? ordersOf(copies);
  const agreed = settings.batched === undefined ? [] : settings.batchMemory?.agreed;
  const isOfOrder = numbersOf([...orders, ...copies], books.prefix);
  const sales = judgeBatches(orders, books.invoices.rows, { books, settings, isOfOrder, agreed });
  const judging = { books, settings, appeared: appearanceOf(settings.seenPayments, settings.now) };
  const judged = {
    ...sales,
    batches: [...withReceipts(sales.batches, orders, judging), ...batchedCredits(orders, sales.batches, judging)],
  };
  if (way === 'batched' || judged.isShown) return all(copies, { judged, isShown: way !== 'batched' });
  return undefined;
}

const SAID =
  'The export puts several orders into one invoice, so that no single one can be found; the sums of the batches are compared.';
const SHOWN =
  'The export puts several orders into one invoice, as the sums show, so that no single one can be found; write `invoices: batched` below `xero`.';

function all(
  copies: readonly ExpectedCopy[],
  { judged, why, isShown = false }: { judged?: JudgedBatches; why?: string; isShown?: boolean },
): Judged {
  const said = why ?? (isShown ? SHOWN : SAID);
  const live = copies.filter(({ isCancelled }) => !isCancelled);
  const batches = judged?.batches ?? [];
  return {
    arrivals: [
      ...live.map((copy) =>
        arrival(copy, 'unproven', why === undefined ? 'batched' : 'not-read', `${copy.number}: ${said}`),
      ),
      ...batches.flatMap((one) => ofBatch(one, live)),
    ],
    batches,
    toAllocate: { credits: 0, amount: ZERO },
    notes: why === undefined ? [said, ...(judged?.notes ?? [])] : [],
    pairs: [],
    isByOrder: false,
  };
}

/** What is wrong with a batch stands once among the differences, at the first store with a copy in it. */
function ofBatch(one: Batch, copies: readonly ExpectedCopy[]): Arrival[] {
  const { verdict, cause, message, remedy, primary, xero, invoices } = one;
  const first = one.of === 'sales' ? copies.find(({ number }) => one.orders.includes(number)) : undefined;
  if (first === undefined) return [];
  const number = invoices[0]?.number ?? first.number;
  const said = { id: number, number, day: one.from, amount: primary.total, xeroId: invoices[0]?.id ?? null };
  const receipts = wrongReceipts(one);
  const ofReceipts: Arrival[] =
    receipts === undefined
      ? []
      : [
          {
            ...arrival(first, receipts.verdict, receipts.cause, receipts.message, {
              ...{ entity: 'payment', id: number, day: one.from, amount: receipts.primary },
              ...{ primary: receipts.primary, xero: receipts.xero, remedy: receipts.remedy },
            }),
            ...{ number, orderId: null },
          },
        ];
  if (!isAlarm(one)) return ofReceipts;
  return [
    ...ofReceipts,
    {
      ...arrival(first, verdict, cause, message, {
        ...said,
        primary: primary.total,
        xero: xero?.total ?? null,
        remedy,
      }),
      ...{ number, orderId: null },
    },
  ];
}

/** What is not there may be in a batch, or under a number of another form: nobody knows that it is missing. */
export function asUnknown(arrivals: readonly Arrival[]): Arrival[] {
  return arrivals.map((one) =>
    one.verdict !== 'missing'
      ? one
      : {
          ...one,
          ...{ verdict: 'unproven', cause: 'batched', remedy: '' },
          message: `${one.message} But not one order of these days is in Xero by its number, while other invoices are: the export may batch them, or number them otherwise.`,
        },
  );
}

export const UNKNOWN_WAY =
  'Not one order is in Xero by its number, though other invoices are. Write below `xero` how the export works: `invoices: batched`, or `invoices: each` with what it puts before numbers (`invoicePrefix`)';
