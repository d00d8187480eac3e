import type { OrderSeed, Seed } from '../../../src/fake-store/index.ts';
import type { Feeder } from '../../rules/support/feeding-stores.ts';

/** An order of 20.00, invoiced and paid on that day at noon, UTC. */
export function orderOf(number: number, day: string, more: Partial<OrderSeed> = {}): OrderSeed {
  return {
    OrderID: `N${number}`,
    OrderStatus: 'Dispatched',
    DatePlaced: `${day} 02:00:00`,
    DateInvoiced: day,
    DateUpdated: `${day} 12:00:00`,
    Username: 'shopper',
    Email: 'shopper@example.com',
    OrderLine: [{ SKU: 'TEA', Quantity: 1, UnitPrice: '20.00' }],
    OrderPayment: [{ Id: String(number), Amount: '20.00', PaymentType: 'Cash', DatePaid: `${day} 12:00:00` }],
    ...more,
  };
}

/** `perMonth` orders in each of the months 04, 05, 06 of 2026, and one of July, which ordinary runs copy. */
export function threeMonths(perMonth: number): OrderSeed[] {
  const old = ['04', '05', '06'].flatMap((month, index) =>
    Array.from({ length: perMonth }, (_, number) =>
      orderOf(1000 * (index + 1) + number, `2026-${month}-${String(1 + (number % 28)).padStart(2, '0')}`),
    ),
  );
  return [...old, orderOf(9000, '2026-07-03')];
}

const people: Partial<Seed> = {
  customers: [{ Username: 'shopper', EmailAddress: 'shopper@example.com' }],
  items: [{ SKU: 'TEA', Name: 'Tea' }],
};

export const primary: Partial<Seed> = people;

export function west(orders: OrderSeed[], rules: Feeder['rules'] = {}): Feeder {
  return { name: 'west', seed: { ...people, timezone: 'Australia/Perth', orders }, rules };
}
