import { describe, expect, test } from 'vitest';
import type { Alteration, Switches } from '../../src/fake-store/index.ts';
import { addOrder, addPayment, call, column, type Json } from './support/call.ts';
import { startStore } from './support/stores.ts';

const SENT = 'west:17 by robot';

interface Kept {
  readonly CardAuthorisation: Json[];
  readonly InternalNotes: Json[];
  readonly PurchaseOrderNumber: Json[];
}

/** Writes one payment and one RMA, and reads them back. */
async function kept(references: Switches['references']): Promise<Kept> {
  const store = await startStore({ switches: { references }, seed: { staff: ['anna'] } });
  await addOrder(store);
  await addPayment(store, { CardAuthorisation: SENT });
  await call(store, 'AddRma', {
    Rma: {
      OrderID: 'W100', InvoiceNumber: 'W100', StaffUsername: 'anna', PurchaseOrderNumber: SENT, InternalNotes: SENT,
      RmaStatus: 'Closed', ShippingRefundAmount: '0',
    },
  }); // biome-ignore format: a table
  const payments = await call(store, 'GetPayment', {
    Filter: { OrderID: 'W100', OutputSelector: ['CardAuthorisation'] },
  });
  const rmas = await call(store, 'GetRma', {
    Filter: { OrderID: 'W100', OutputSelector: ['InternalNotes', 'PurchaseOrderNumber'] },
  });
  return {
    CardAuthorisation: column(payments, 'Payment', 'CardAuthorisation'),
    InternalNotes: column(rmas, 'Rma', 'InternalNotes'),
    PurchaseOrderNumber: column(rmas, 'Rma', 'PurchaseOrderNumber'),
  };
}

const whole: Kept = { CardAuthorisation: [SENT], InternalNotes: [SENT], PurchaseOrderNumber: [SENT] };

const alterations: [Alteration, string][] = [
  [{ how: 'cut', characters: 7 }, 'west:17'],
  [{ how: 'cut', characters: 5 }, 'west:'],
  [{ how: 'spaces-lost' }, 'west:17byrobot'],
  [{ how: 'wrapped', before: 'Ref: ', after: ' (API)' }, `Ref: ${SENT} (API)`],
  [{ how: 'stamped', where: 'before' }, `2026-07-01 00:00:00 ${SENT}`],
  [{ how: 'stamped', where: 'after' }, `${SENT} 2026-07-01 00:00:00`],
  [{ how: 'upper-case' }, 'WEST:17 BY ROBOT'],
  [{ how: 'lower-case' }, SENT],
  [{ how: 'dropped' }, ''],
];

describe.each(['CardAuthorisation', 'InternalNotes', 'PurchaseOrderNumber'] as const)('%s', (name) => {
  test.each(alterations)('%j: it alone comes back otherwise', async (alteration, text) => {
    expect(await kept({ [name]: [alteration] })).toEqual({ ...whole, [name]: [text] });
  });
});

test('references come back as they were sent, unless it is said otherwise', async () => {
  expect(await kept({})).toEqual(whole);
});

test('several things may become of one reference, in their order', async () => {
  const references = { CardAuthorisation: [{ how: 'spaces-lost' }, { how: 'cut', characters: 9 }] } as const;
  expect((await kept({ CardAuthorisation: [...references.CardAuthorisation] })).CardAuthorisation).toEqual([
    'west:17by',
  ]);
});
