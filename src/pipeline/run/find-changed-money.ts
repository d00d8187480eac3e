import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import { equal, formatMoney } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { Rma } from '../../model/rma.ts';
import { addSeconds, type Instant, localDateOf, millisecondsOf } from '../../model/time.ts';
import { mapped } from '../../transform/rules.ts';
import { type RunContext, type StoreRun, selected, stopIfAsked } from './context.ts';
import { COPIES_SLICE } from './find-changed-copies.ts';
import { isNarrowed } from './narrowing.ts';
import { findOnCopies, type HeldOnCopies, heldPayments, heldReturns, type OnCopyNow } from './on-copies.ts';

const DAY = 86_400;
/** As many as one request takes. */
const PAGE = 100;

interface MoneyLook<Held> {
  readonly of: HeldOnCopies<Held>;
  readonly name: string;
  readonly gone: QuarantineReason;
  readonly changed: QuarantineReason;
  /** What the primary shows otherwise than the ledger has it, in words. */
  differences(record: LedgerRecord, held: Held, store: StoreRun): string[];
}

const payments: MoneyLook<Payment> = {
  of: heldPayments,
  name: 'payment',
  gone: 'payment-copy-gone',
  changed: 'payment-copy-changed',
  differences({ amount, bookedOn, method, rules }, held, { fixed, rulesHash }) {
    const found: string[] = [];
    if (amount !== null && !equal(amount, held.amount)) {
      found.push(`is ${formatMoney(held.amount)} there, and ${formatMoney(amount)} in its store`);
    }
    if (bookedOn && held.paidOn !== null && bookedOn !== held.paidOn) {
      found.push(`is of ${held.paidOn} there, and of ${bookedOn} in its store`);
    }
    // By other rules it may have been booked under another name.
    const meant = method ? (mapped(fixed.payments.methods, method) ?? method) : '';
    if (
      rules === rulesHash &&
      meant !== '' &&
      held.method !== '' &&
      meant.toLowerCase() !== held.method.toLowerCase()
    ) {
      found.push(`is by ${held.method} there, and was booked by ${meant}`);
    }
    return found;
  },
};

const returns: MoneyLook<Rma> = {
  of: heldReturns,
  name: 'return',
  gone: 'rma-copy-gone',
  changed: 'rma-copy-changed',
  differences({ amount, bookedOn, tax }, held) {
    const found: string[] = [];
    if (amount !== null && !equal(amount, held.total)) {
      found.push(`is ${formatMoney(held.total)} there, and ${formatMoney(amount)} in its store`);
    }
    if (tax && !equal(tax, held.tax)) {
      found.push(`has ${formatMoney(held.tax)} of GST there, and ${formatMoney(tax)} in its store`);
    }
    if (bookedOn && held.issuedOn !== null && bookedOn !== held.issuedOn) {
      found.push(`is of ${held.issuedOn} there, and of ${bookedOn} in its store`);
    }
    return found;
  },
};

/**
 * Once a day: payments and returns of the last days that the primary does not hold any more as they were copied, because
 * somebody has removed, moved or changed them there. Their store knows nothing of it.
 * @throws ConsolidatorError where the primary can't be read
 */
export async function findChangedMoney(context: RunContext, store: StoreRun, bound: Instant): Promise<void> {
  await look(context, store, bound, payments);
  await look(context, store, bound, returns);
}

async function look<Held extends { readonly orderId: string }>(
  context: RunContext,
  store: StoreRun,
  bound: Instant,
  what: MoneyLook<Held>,
): Promise<void> {
  const { ledger, run, narrowing } = context;
  const { entity } = what.of;
  if (isNarrowed(narrowing) || !selected(context, store, entity)) return;
  const { store: name, timeZone } = store.fixed;
  const looked = await ledger.cursor(name, entity, COPIES_SLICE);
  if (looked !== null && millisecondsOf(bound) - millisecondsOf(looked) < DAY * 1000) return;
  // All were read back just now.
  if (looked === null) return ledger.completeWindow(run, name, entity, bound, COPIES_SLICE);
  const from = localDateOf(addSeconds(bound, -DAY * store.secondary.payments.lookBackDays), timeZone);
  for (let after = ''; ; ) {
    stopIfAsked(context);
    const page = await ledger.copies(name, entity, PAGE, after);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.sourceId;
    const recent = page.filter(({ bookedOn, targetId }) => targetId !== null && (bookedOn ?? from) >= from);
    await ledger.decide(run, await judgeAll(context, store, what, recent));
  }
  await ledger.completeWindow(run, name, entity, bound, COPIES_SLICE);
}

async function judgeAll<Held extends { readonly orderId: string }>(
  context: RunContext,
  store: StoreRun,
  what: MoneyLook<Held>,
  records: readonly LedgerRecord[],
): Promise<Decision[]> {
  const onCopies = await findOnCopies(context, what.of, records);
  const decisions: Decision[] = [];
  for (const record of records) {
    const found = judge(record, onCopies.get(record.sourceId), store, what);
    if (found === undefined) continue;
    const events = (await context.ledger.history(record)).map(({ event }) => event);
    // What a person has accepted once stands as they left it; what was taken over may bear no reference.
    if (found.reason === what.changed && events.includes('accepted')) continue;
    if (found.kind === 'unreferenced' && events.includes('adopted')) continue;
    decisions.push({ kind: 'quarantine', key: record, reason: found.reason, message: found.message });
  }
  return decisions;
}

function judge<Held extends { readonly orderId: string }>(
  record: LedgerRecord,
  now: OnCopyNow<Held> | undefined,
  store: StoreRun,
  { name, gone, changed, differences }: MoneyLook<Held>,
): { readonly kind: string; readonly reason: QuarantineReason; readonly message: string } | undefined {
  const title = `The copied ${name} ${record.targetId ?? ''} of ${record.parent ?? ''}`;
  // A copy that is gone as a whole is told of by its order.
  if (now === undefined || now.kind === 'order-gone') return undefined;
  if (now.kind === 'absent') {
    return { kind: now.kind, reason: gone, message: `${title} is not on its copy in the primary any more` };
  }
  if (now.kind === 'unreferenced') {
    const message = `${title} is not in the primary under its reference any more; one of the same amount is`;
    return { kind: now.kind, reason: changed, message };
  }
  const found = differences(record, now.held, store);
  return found.length === 0 ? undefined : { kind: now.kind, reason: changed, message: `${title} ${found.join('; ')}` };
}
