import { expect, test } from 'vitest';
import { ProgressBoard } from '../../src/session/progress-board.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

test('what a display says last is what the table says: read, and done', () =>
  withTwoStores(
    {
      orders: [
        orderSeed({ OrderID: 'N100' }),
        orderSeed({ OrderID: 'N101', ShippingOption: 'Owl' }),
        orderSeed({ OrderID: 'N102', OrderStatus: 'Cancelled' }),
      ],
    },
    async ({ run, west }) => {
      for (const OrderID of ['N100', 'N101', 'N102'])
        west.panel.addPayment({
          ...{ OrderID, AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 01:00:00' },
        });
      for (let time = 0; time < 3; time += 1) {
        const board = new ProgressBoard(() => 0);
        const { stores } = await run({ progress: (event) => board.take(event) });
        const told = Object.fromEntries(board.rows.map(({ entity, read, settled }) => [entity, [read, settled]]));
        const counted = Object.entries(stores['west'] ?? {}).flatMap(([entity, counts]) =>
          counts === undefined ? [] : [[entity, [counts.read, counts.read - counts.pending]] as const],
        );
        expect({ time, ...told }).toEqual({ time, ...Object.fromEntries(counted) });
      }
    },
  ));
