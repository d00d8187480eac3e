import { expect, test } from 'vitest';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { executeHere } from './execute-here.ts';

/** Clears the screen in one character (C1), and shows what follows from right to left. */
const HOSTILE = 'Cash\u009b2J\u202e\u2066gnp\u0085';
const SHOWN = String.raw`Cash\u009b2J\u202e\u2066gnp\u0085`;
const OBEYED = /(?![\t\n])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

test('what a store holds reaches no terminal as a control character: results, errors, progress, quarantine, trace, JSON', async () => {
  const payment = { Id: '1', Amount: '11.00', PaymentType: HOSTILE, DatePaid: '2026-07-11 02:00:00' };
  const orders = [orderSeed({ OrderID: 'N100', OrderPayment: [payment], ShippingOption: HOSTILE })];
  const west = {
    paymentMethods: [{ id: '9', name: HOSTILE }],
    shippingMethods: [{ id: '9', name: HOSTILE }],
  };
  await withTwoStores({ orders, west }, async ({ pipeline, home }) => {
    const { file } = await pipeline();
    const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };
    const execute = (...words: string[]) => executeHere(words, { folder: home, home, environment });
    const texts = [
      await execute('check', file),
      await execute('plan', file),
      await execute('run', file, '--yes'),
      await execute('quarantine', 'list', file),
      await execute('quarantine', 'show', file, 'N100'),
      await execute('trace', 'N100', file),
      await execute('trace', `N1\u001b]0;x\u0007${HOSTILE}`, file),
      await execute('no-such\u001b[2J'),
    ];
    const told = texts.map(({ stdout, stderr }) => stdout + stderr);
    expect(told.filter((text) => OBEYED.test(text))).toEqual([]);
    expect(told.filter((text) => text.includes(SHOWN)).length).toBeGreaterThanOrEqual(3);
    const json = (await execute('quarantine', 'show', file, 'N100', '--output', 'json')).stdout;
    expect(json).not.toMatch(OBEYED);
    expect(json).toContain(SHOWN);
    expect(JSON.stringify(JSON.parse(json))).toContain(HOSTILE);
  });
});
