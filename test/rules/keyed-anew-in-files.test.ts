import { describe, expect, test } from 'vitest';
import { copies, csv, held, type Importing, orderRow, withImports } from './support/importing.ts';

const order = (paid: string) =>
  csv([orderRow('N1', '22.00', { 'Amount Paid': paid, 'Date Paid': '2026-09-10', 'Payment Method': 'Cash' })]);

const payment = (id: string, amount: string) =>
  `Payment ID,Order ID,Amount Paid,Date Paid,Payment Method\n${id},N1,${amount},2026-09-10,Cash`;

async function importing({ stores, import: take }: Importing, day: number, paid: string, one: [string, string]) {
  const summary = await take({ [`orders${day}.csv`]: order(paid), [`payments${day}.csv`]: payment(...one) });
  return [summary.status, held(summary), copies(stores)['W1']];
}

describe('A payment that files name under another id than before', () => {
  test('takes the copy over where the order’s own file says that no more was paid, and the next one is booked', () =>
    withImports(async (one) => {
      expect(await importing(one, 1, '5.00', ['7', '5.00'])).toEqual(['good', [], '22.00 paid 5.00']);
      expect(await importing(one, 2, '5.00', ['8', '5.00'])).toEqual(['good', [], '22.00 paid 5.00']);
      expect(await importing(one, 3, '10.00', ['9', '5.00'])).toEqual(['good', [], '22.00 paid 10.00']);
    }));

  test('waits for a person where its amount is another one', () =>
    withImports(async (one) => {
      await importing(one, 1, '5.00', ['7', '5.00']);
      const told = await importing(one, 2, '6.00', ['8', '6.00']);
      expect(told.slice(1)).toEqual([['8 payment-replaced'], '22.00 paid 5.00']);
    }));

  test('waits for a person where the copy would be paid more than the order’s own file says', () =>
    withImports(async (one) => {
      await importing(one, 1, '5.00', ['7', '5.00']);
      const told = await importing(one, 2, '6.00', ['8', '5.00']);
      expect(told.slice(1)).toEqual([['8 payment-exceeds-order'], '22.00 paid 5.00']);
    }));

  test('is an instalment of its own where the order’s own file counts both', () =>
    withImports(async (one) => {
      await importing(one, 1, '5.00', ['7', '5.00']);
      expect(await importing(one, 2, '10.00', ['8', '5.00'])).toEqual(['good', [], '22.00 paid 10.00']);
    }));
});
