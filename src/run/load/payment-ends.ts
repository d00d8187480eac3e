import { isOfFile, PaymentTwins, primaryPaymentOf } from '../../entities/payment/twins.ts';
import { shownPayment } from '../../entities/payment/write.ts';
import type { AuditEntry, LedgerRecord } from '../../ledger/record.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import type { Payment } from '../../model/payment.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { RunBasics, WritingRun } from '../context/parts.ts';
import { type Attributed, attributeCopies } from '../copies/attribute-copies.ts';
import { type CopiedOrder, lookAtCopies } from './look-at-copies.ts';
import { type DuePayment, ownReferences, PaymentsNow } from './payments-now.ts';

/** All that payments of one store are judged by: both ends as they stand now. */
export interface PaymentEnds {
  readonly context: WritingRun;
  readonly rules: StoreRules;
  readonly now: PaymentsNow;
  readonly twins: PaymentTwins;
  /** Which of the payments in the primary is which, by source id. */
  readonly attributed: ReadonlyMap<string, Attributed<Payment>>;
  /** By the source ids of their orders. */
  readonly copies: ReadonlyMap<string, CopiedOrder>;
  /** Why nothing can be booked on a copy any more, by the source id of its order. */
  readonly gone: ReadonlyMap<string, string>;
  /** What the audit tells of them, by source id. */
  readonly histories: ReadonlyMap<string, readonly AuditEntry[]>;
  /** Of what in the ledger each reference stands for that one of them would have. */
  readonly owners: ReadonlyMap<string, readonly LedgerRecord[]>;
  /** The primary's. */
  readonly paymentMethods: ReadonlySet<string>;
}

/** @throws ConsolidatorError where either end can't be read */
export async function readPaymentEnds(
  context: WritingRun,
  store: StoreRun,
  due: readonly DuePayment[],
): Promise<PaymentEnds> {
  const rules = await context.lookups.rules(store);
  const { paymentMethods } = await context.lookups.names();
  const { payment: referencePrefix, overpayment } = rules.references;
  const now = await PaymentsNow.read(context, store, rules, due);
  const twins = new PaymentTwins(
    referencePrefix,
    now.existing,
    await claimedTwins(context, referencePrefix, now.existing),
  );
  const attributed = await attributeCopies(context, store, {
    entity: 'payments',
    referencePrefixes: [referencePrefix, overpayment],
    shown: now.existing.map(shownPayment),
    due: due.map(({ record, order, payment }) => ({ record, orderId: order.targetId ?? '', amount: payment.amount })),
  });
  const orders = due.map(({ order }) => order);
  const looked = await lookAtCopies(context, rules, orders);
  // Only decisions and writes change these, and none is made before all of them are judged.
  const ids = due.map(({ record }) => record.sourceId);
  const histories = await context.ledger.histories(store.fixed.store, 'payments', ids);
  const references = due.flatMap(({ payment }) => ownReferences(payment, rules));
  const owners = await context.ledger.findByTargets('payments', references);
  return { context, rules, now, twins, attributed, paymentMethods, histories, owners, ...looked };
}

/** Which of a file's payments on these copies were found to be payments of the API in earlier runs. */
async function claimedTwins(
  { ledger }: Pick<RunBasics, 'ledger'>,
  referencePrefix: string,
  existing: readonly Payment[],
): Promise<ReadonlySet<string>> {
  const claimed = new Set<string>();
  for (const { reference } of existing.map((one) => primaryPaymentOf(one, referencePrefix))) {
    if (!isOfFile(referencePrefix.toLowerCase(), reference)) continue;
    const owners = await ledger.findByTarget('payments', reference);
    if (owners.some(({ sourceId }) => !sourceId.startsWith(FROM_FILE))) claimed.add(reference);
  }
  return claimed;
}
