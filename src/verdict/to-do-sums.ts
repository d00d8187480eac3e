import { z } from 'zod';
import type { Pipeline } from '../config/pipeline.ts';
import { financialKinds, plural, singular } from '../entities/kinds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { FinancialRecord } from '../ledger/record.ts';
import { counted } from '../model/amounts-text.ts';
import type { EntityName, RecordKey } from '../model/entities.ts';
import { add, decimalSchema, ZERO } from '../model/money.ts';
import { type ReasonCode, reasons } from '../model/reasons.ts';
import { instantOfMilliseconds, instantSchema, type LocalDate, localDateOf } from '../model/time.ts';
import { readLastProofs } from '../proof/proof-state.ts';
import { strangeOrders } from '../run/strange-orders.ts';
import type { Unconfirmed } from '../run/summary.ts';
import { unconfirmedSince } from '../run/unconfirmed.ts';
import { currencyWordsSince } from './amounts.ts';
import { type CurrencySum, sumWords } from './sum-words.ts';
import { type DecidingLedger, readDecisions } from './taken.ts';
import { LOOKED_AT, strangeBeside, wantedRun } from './verdict.ts';

/** What waits for somebody, in numbers and amounts: no number of an order, and nobody's name. */
export const toDoSumSchema = z.object({
  /** `yes`: copied only after a person's yes. `run`: no run has ended well lately. */
  kind: z.enum(['run', 'difference', 'yes', 'decision']),
  store: z.string().nullable(),
  entity: z.custom<EntityName>((name) => typeof name === 'string').nullable(),
  /** The reason, as in docs/rules.md; null where there is none. */
  code: z.string().nullable(),
  count: z.int(),
  amounts: z.array(z.object({ currency: z.string(), amount: decimalSchema })),
  /** Of these, those whose amount is not known: they stand in no sum. */
  unknownAmounts: z.int(),
  /** Waits for others of this list, and follows them by itself: nobody decides about it. */
  follows: z.boolean(),
  /** A sentence that begins with the number. */
  text: z.string(),
  /** The moment since which the oldest of them stands as it does; null where that is not known. */
  since: instantSchema.nullable(),
});
export type ToDoSum = z.infer<typeof toDoSumSchema>;

/**
 * All that somebody must do, worst first, from what the ledger holds.
 * @param now milliseconds since 1970
 */
export async function readToDoSums(
  ledger: Pick<Ledger, 'financialRecords' | 'financialCopies' | 'daySums' | 'runs' | 'learned' | 'lastWholeRun'> &
    DecidingLedger,
  pipeline: Pipeline,
  now: number,
): Promise<ToDoSum[]> {
  const at = instantOfMilliseconds(now);
  const runs = await ledger.runs(LOOKED_AT);
  const proofs = await readLastProofs(ledger, pipeline);
  const found = Map.groupBy(
    proofs.flatMap(({ differences }) => differences),
    ({ store }) => store,
  );
  const strange = Map.groupBy(strangeBeside(await strangeOrders(ledger), proofs), ({ store }) => store);
  const { failed, overdue } = wantedRun(runs, at);
  return [
    ...(failed || overdue ? [runSum(failed)] : []),
    ...[...strange].map(([store, { length }]) => differenceSum(store, length, 'strange')),
    ...[...found].map(([store, { length }]) => differenceSum(store, length, 'proof')),
    ...(await unconfirmedSince(ledger, runs)).map(yesSum),
    ...(await decisionSums(ledger, pipeline, now)),
  ];
}

const NOTHING = { amounts: [], unknownAmounts: 0, follows: false, since: null };

function runSum(failed: boolean): ToDoSum {
  const text = failed ? 'The last run failed.' : 'No run has ended for days.';
  return { ...NOTHING, kind: 'run', store: null, entity: null, code: null, count: 1, text };
}

function differenceSum(store: string, count: number, kind: 'strange' | 'proof'): ToDoSum {
  const text =
    kind === 'strange'
      ? `${counted(count, 'order')} of ${store} ${count === 1 ? 'is' : 'are'} in the primary and should not be.`
      : `${store}: ${counted(count, 'difference')} between the two sides that nothing explains.`;
  return { ...NOTHING, kind: 'difference', store, entity: null, code: null, count, text };
}

function yesSum({ store, orders, comesTo }: Unconfirmed): ToDoSum {
  const amounts = (comesTo?.sums ?? []).map(({ currency, total }) => ({ currency, amount: total }));
  const unknownAmounts = (comesTo?.sums ?? []).reduce((sum, one) => sum + one.unknownTotals, 0);
  const sums = sumWords(amounts, unknownAmounts);
  const text = `${counted(orders, 'order')} of ${store}${sums === '' ? '' : ` (${sums})`} ${orders === 1 ? 'is' : 'are'} read, and ${orders === 1 ? 'waits' : 'wait'} for your yes.`;
  return { ...NOTHING, kind: 'yes', store, entity: 'orders', code: null, count: orders, amounts, unknownAmounts, text };
}

/** Quarantined, by store, entity and reason; what waits for another record follows it, and counts with it. */
async function decisionSums(
  ledger: Pick<Ledger, 'financialRecords' | 'financialCopies' | 'daySums'> & DecidingLedger,
  pipeline: Pipeline,
  now: number,
): Promise<ToDoSum[]> {
  const { open } = await readDecisions(ledger, pipeline);
  if (open.length === 0) return [];
  const today = localDateOf(instantOfMilliseconds(now), pipeline.primary.timezone);
  const sums = await openMoney(ledger, today);
  const waiting = open.flatMap(({ code, records, followers }) => [
    ...records.map((record) => ({ record, code, follows: false })),
    ...followers.map((record) => ({ record, code, follows: true })),
  ]);
  const groups = Map.groupBy(waiting, ({ record, code, follows }) =>
    JSON.stringify([record.store, record.entity, code, follows]),
  );
  const found = [...groups.values()].flatMap((group): ToDoSum[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { record, code, follows } = first;
    const known = group.flatMap(({ record: one }) => sums.get(nameOf(one)) ?? []);
    const amounts = sumsByCurrency(known);
    const isMoney = financialKinds().some(({ name }) => name === record.entity);
    const unknownAmounts = isMoney ? group.length - known.filter(({ amount }) => amount !== null).length : 0;
    const { store, entity } = record;
    const [since = null] = known.map(({ changedAt }) => changedAt).sort();
    const base = {
      kind: 'decision' as const,
      store,
      entity,
      code,
      count: group.length,
      amounts,
      unknownAmounts,
      follows,
      since,
    };
    return [{ ...base, text: decisionText(base) }];
  });
  return found.sort((a, b) => Number(a.follows) - Number(b.follows) || b.count - a.count);
}

interface OpenMoney extends Pick<FinancialRecord, 'amount' | 'changedAt'> {
  readonly currency: string;
}

async function openMoney(
  ledger: Pick<Ledger, 'financialRecords' | 'financialCopies' | 'daySums'>,
  today: LocalDate,
): Promise<ReadonlyMap<string, OpenMoney>> {
  const all = await ledger.financialRecords(
    financialKinds().map(({ name }) => name),
    today,
  );
  const currencyOf = await currencyWordsSince(ledger, all, today);
  return new Map(
    all.map((one) => [
      nameOf(one),
      { amount: one.amount, changedAt: one.changedAt, currency: currencyOf(one) } satisfies OpenMoney,
    ]),
  );
}

function nameOf({ store, entity, sourceId }: RecordKey): string {
  return JSON.stringify([store, entity, sourceId]);
}

function sumsByCurrency(records: readonly OpenMoney[]): CurrencySum[] {
  const known = records.filter(({ amount }) => amount !== null);
  return [...Map.groupBy(known, ({ currency }) => currency)].map(([currency, some]) => ({
    currency,
    amount: add(ZERO, ...some.map(({ amount }) => amount ?? ZERO)),
  }));
}

function decisionText({
  store,
  entity,
  code,
  count,
  amounts,
  unknownAmounts,
  follows,
}: Omit<ToDoSum, 'text'> & { readonly entity: EntityName; readonly code: string }): string {
  const why = Object.hasOwn(reasons, code) ? reasons[code as ReasonCode].meaning : code;
  const comesTo = sumWords(amounts, unknownAmounts);
  const head = `${counted(count, singular(entity), plural(entity))} of ${store ?? ''}${comesTo === '' ? '' : ` (${comesTo})`}`;
  return follows
    ? `${head} ${count === 1 ? 'follows' : 'follow'} by ${count === 1 ? 'itself' : 'themselves'}, once you have decided: ${why}`
    : `${head} ${count === 1 ? 'waits' : 'wait'} for you: ${why}`;
}
