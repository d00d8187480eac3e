import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FinancialRecord } from '../../src/ledger/record.ts';
import type { RecordState } from '../../src/ledger/record-state.ts';
import { openDatabase } from '../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../src/ledger/storage/sqlite/sqlite-storage.ts';
import { ledgerOn } from '../../src/ledger/verbs/ledger-on.ts';
import { add, type Decimal, decimal, ZERO } from '../../src/model/money.ts';
import type { ReasonCode } from '../../src/model/reasons.ts';
import type { LocalDate } from '../../src/model/time.ts';
import { ChartSlots, daysOfMonths, type Measure, measures } from '../../src/serve/pages/chart-slots.ts';
import { booksStandingOf, copyAmount } from '../../src/verdict/books-standing.ts';
import { core, inEachState, NO_FACTS } from '../ledger/support.ts';

const stores = ['west', 'east'];
const amount = fc.option(fc.integer({ min: -90_000, max: 900_000 }).map((cents) => decimal((cents / 100).toFixed(2))));
const reasons: readonly ReasonCode[] = ['dropped', 'to-be-read', 'changed-after-copy', 'total-unexplained'];

const records = fc
  .array(
    fc.record({
      place: fc.nat(inEachState.length - 1),
      store: fc.constantFrom(...stores),
      entity: fc.constantFrom('orders', 'payments', 'rmas', 'customers' as const),
      amount,
      tax: amount,
      day: fc.option(fc.integer({ min: 1, max: 122 }), { freq: 9 }),
      reason: fc.constantFrom(...reasons),
      hasTarget: fc.boolean(),
      wasCopied: fc.boolean(),
      accepted: fc.option(fc.constant(decimal('-0.03')), { freq: 2 }),
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map(({ place, store, entity, amount, tax, day, reason, hasTarget, wasCopied, accepted }, number) => {
      const state = inEachState[place] as RecordState;
      const isSkippedOrQuarantined = state.state === 'skipped' || state.state === 'quarantined';
      const isWritten = state.state === 'loaded' || state.state === 'writing';
      const bookedOn = day === null ? null : new Date(Date.UTC(2026, 6, day)).toISOString().slice(0, 10);
      return {
        ...core,
        ...state,
        ...{ store, entity, sourceId: `N${number}`, amount, accepted, copiedAs: wasCopied ? '{"salt":"a"}' : null },
        targetId: hasTarget || isWritten ? `W${number}` : null,
        ...(isSkippedOrQuarantined ? { reason } : {}),
        facts: { ...NO_FACTS, bookedOn: bookedOn as LocalDate | null, tax },
      } as RecordState;
    }),
  );

/** Record by record, as reports and the month's pack add up. */
function oneByOne(all: readonly FinancialRecord[], { entity, of }: Measure, store: string, slot: string): Decimal {
  const own = all.filter(
    (one) =>
      one.entity === entity &&
      one.store === store &&
      one.bookedOn?.startsWith(slot) === true &&
      booksStandingOf(one) === 'copied',
  );
  return add(ZERO, ...own.map((one) => (of === 'tax' ? one.tax : copyAmount(one)) ?? ZERO));
}

test('charts come to what the records come to one by one, to the cent, by day and by month', async () => {
  await fc.assert(
    fc.asyncProperty(records, async (some) => {
      const storage = new SqliteStorage(openDatabase(':memory:'), ':memory:');
      await storage.apply({ records: some.map((after) => ({ before: undefined, after })) });
      const ledger = ledgerOn(storage, storage.identity(), () => core.changedAt);
      const all = await ledger.financialRecords(['orders', 'payments', 'rmas']);
      for (const [first, last] of [
        ['2026-07', '2026-09'],
        ['2026-08', '2026-08'],
      ] as const) {
        const chart = new ChartSlots(await ledger.daySums(daysOfMonths(first, last)), first, last);
        const shown = all.filter(({ bookedOn }) => bookedOn !== null && bookedOn >= first && bookedOn < `${last}-99`);
        const copied = shown.filter((one) => booksStandingOf(one) === 'copied');
        const days = copied.map(({ bookedOn }) => bookedOn?.slice(0, first === last ? 10 : 7) ?? '').sort();
        expect([chart.slots[0], chart.slots.at(-1)]).toEqual([days[0], days.at(-1)]);
        for (const measure of measures)
          for (const store of stores)
            for (const slot of chart.slots)
              expect(chart.sumOf(measure, store, slot)).toBe(oneByOne(shown, measure, store, slot));
      }
      await ledger.close();
    }),
    { numRuns: 150 },
  );
});
