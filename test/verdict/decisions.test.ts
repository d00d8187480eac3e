import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/ledger/record.ts';
import { awaiting } from '../../src/model/awaited.ts';
import { decisionsOf } from '../../src/verdict/decisions.ts';

function quarantined(changes: Partial<LedgerRecord> & Pick<LedgerRecord, 'entity' | 'sourceId'>): LedgerRecord {
  return {
    ...{ store: 'west', state: 'quarantined', targetId: null, hash: '', payload: null, parent: null, amount: null },
    ...{ reason: 'total-unexplained', message: '', difference: null, accepted: null, replaces: [], copiedAs: null },
    ...changes,
  };
}

const told = (records: readonly LedgerRecord[]) =>
  decisionsOf(records).map(({ code, value, records: own, followers }) => ({
    ...{ code, value, own: own.map(({ sourceId }) => sourceId), followers: followers.map(({ sourceId }) => sourceId) },
  }));

describe('decisions', () => {
  test('payments and returns that wait for a quarantined order follow it; one with a reason of its own does not', () => {
    const records = [
      quarantined({ entity: 'orders', sourceId: 'N1' }),
      quarantined({ entity: 'payments', sourceId: '7', parent: 'N1', reason: 'waits-for' }),
      quarantined({ entity: 'rmas', sourceId: '8', parent: 'N1', reason: 'waits-for' }),
      quarantined({ entity: 'payments', sourceId: '9', parent: 'N1', reason: 'payment-negative' }),
    ];
    expect(told(records)).toEqual([
      { code: 'total-unexplained', value: '', own: ['N1'], followers: ['7', '8'] },
      { code: 'payment-negative', value: '', own: ['9'], followers: [] },
    ]);
  });

  test('an order that waits for a quarantined customer follows it, with its payments, however the two are listed', () => {
    const records = [
      quarantined({ entity: 'payments', sourceId: '7', parent: 'N1', reason: 'waits-for' }),
      quarantined({ entity: 'orders', sourceId: 'N1', reason: 'waits-for', seen: awaiting('customers', ['jsmith']) }),
      quarantined({ entity: 'customers', sourceId: 'jsmith', reason: 'text-too-long' }),
    ];
    for (const list of [records, records.toReversed()]) {
      const [only, ...others] = told(list);
      expect(others).toEqual([]);
      expect({ ...only, followers: only?.followers.toSorted() }).toEqual({
        ...{ code: 'text-too-long', value: '', own: ['jsmith'], followers: ['7', 'N1'] },
      });
    }
  });

  test('an order follows what was kept with it as awaited, whatever its message says and names', () => {
    const records = [
      quarantined({ entity: 'products', sourceId: 'for', reason: 'sku-unmapped' }),
      quarantined({ entity: 'customers', sourceId: 'jsmith', reason: 'text-too-long' }),
      quarantined({
        ...{ entity: 'orders', sourceId: 'N1', reason: 'waits-for', message: 'Waits for the product for' },
        seen: awaiting('customers', ['jsmith']),
      }),
    ];
    expect(told(records)).toEqual([
      { code: 'sku-unmapped', value: '', own: ['for'], followers: [] },
      { code: 'text-too-long', value: '', own: ['jsmith'], followers: ['N1'] },
    ]);
  });

  test('a value that several share is decided once, whatever its spelling; of another store it is another decision', () => {
    const zip = (sourceId: string, method: string, store = 'west') =>
      quarantined({ entity: 'payments', sourceId, method, store, reason: 'payment-method-unmapped' });
    expect(told([zip('1', 'Zip'), zip('2', 'ZIP'), zip('3', 'Zip', 'south')])).toEqual([
      { code: 'payment-method-unmapped', value: 'Zip', own: ['3'], followers: [] },
      { code: 'payment-method-unmapped', value: 'Zip', own: ['1', '2'], followers: [] },
    ]);
  });

  test('whatever waits for whatever, each record stands in exactly one decision', () => {
    const record = fc.record({
      entity: fc.constantFrom('orders', 'payments', 'customers', 'products'),
      sourceId: fc.constantFrom('A', 'B', 'C', 'D'),
      parent: fc.constantFrom(null, 'A', 'B', 'C'),
      reason: fc.constantFrom('waits-for', 'total-unexplained', 'payment-method-unmapped'),
      seen: fc.constantFrom([], awaiting('customers', ['A']), awaiting('orders', ['B']), [
        ...awaiting('products', ['C']),
        ...awaiting('orders', ['D']),
      ]),
      method: fc.constantFrom(null, 'Zip', 'zip', 'Cash'),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(record, { selector: ({ entity, sourceId }) => `${entity} ${sourceId}`, maxLength: 12 }),
        (made) => {
          const records = made.map((one) => quarantined(one as Parameters<typeof quarantined>[0]));
          const listed = decisionsOf(records).flatMap((one) => [...one.records, ...one.followers]);
          expect(listed).toHaveLength(records.length);
          expect(new Set(listed)).toEqual(new Set(records));
        },
      ),
    );
  });
});
