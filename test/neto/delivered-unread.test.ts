import { expect, test } from 'vitest';
import { paymentsMustShow } from '../../src/neto/must-show.ts';
import { readPaymentsOfOrders } from '../../src/neto/payments.ts';
import { ok, withStore } from './scripted-store.ts';

test('payments that came without their amounts do not count as read a moment ago, so that their order is asked for again', () => {
  const payment: Record<string, string> = { PaymentID: '1', OrderID: 'N1', DatePaid: '2026-07-01 00:00:00' };
  return withStore(
    ({ filter }) => ({ ...ok, Payment: Number(filter['Page'] ?? 0) > 0 ? [] : [payment] }),
    async (client) => {
      const read = () =>
        readPaymentsOfOrders(client, ['N1'], { remember: 'staged', mustShow: paymentsMustShow, onUnreadable() {} });
      await expect(read()).rejects.toMatchObject({ code: 'fields-not-shown' });
      expect(client.memory.hasDelivered('N1')).toBe(false);
      payment['AmountPaid'] = '11.00';
      expect((await read()).payments).toHaveLength(1);
      expect(client.memory.hasDelivered('N1')).toBe(true);
    },
    { readOnly: true },
  );
});
