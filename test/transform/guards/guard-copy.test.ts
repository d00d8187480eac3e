import { describe, expect, test } from 'vitest';
import { judgeOrder } from '../../../src/entities/order/transform/judge-order.ts';
import { transformOrder } from '../../../src/entities/order/transform/order.ts';
import { decimal } from '../../../src/model/money.ts';
import { skuProblem } from '../../../src/transform/guards/guard-copy.ts';
import { defaultGuards, type GuardAction, type GuardName } from '../../../src/transform/guards/guard-rules.ts';
import { context, line, order, rules } from '../samples.ts';

const negative = order({
  grandTotal: decimal('-110'),
  orderTax: decimal('-10'),
  lines: [line({ unitPrice: decimal('-110'), tax: decimal('-10') })],
});

const cases: readonly (readonly [GuardName, string, Parameters<typeof transformOrder>[0], object])[] = [
  ['skus', 'sku-unfit-for-xero', order({ lines: [line({ sku: 'A/1' })] }), {}],
  ['negativeTotals', 'negative-total', negative, {}],
  ['dueDates', 'due-date-missing', order({ paymentDueAt: null }), {}],
  ['currency', 'currency-differs', order(), { sourceCurrency: 'NZD' }],
];

function outcomeUnder(guard: GuardName, action: GuardAction, given: (typeof cases)[number][2], more: object) {
  const quiet = Object.fromEntries(Object.keys(defaultGuards).map((name) => [name, 'warn'])) as typeof defaultGuards;
  const own = rules({ ...more, guards: { ...quiet, [guard]: action } });
  const judged = judgeOrder(given, own);
  return judged.kind === 'wanted' ? transformOrder(given, own, context({ sku: (sku) => sku })) : judged;
}

describe('what Xero would refuse or take wrongly', () => {
  test.each(cases)('%s: hold puts the order into quarantine', (guard, reason, given, more) => {
    expect(outcomeUnder(guard, 'hold', given, more)).toMatchObject({ kind: 'quarantine', reason });
  });

  test.each(cases)('%s: stop ends the run', (guard, _, given, more) => {
    expect(outcomeUnder(guard, 'stop', given, more)).toMatchObject({ kind: 'stop', guard });
  });

  test.each(cases)('%s: warn copies the order and reports it', (guard, reason, given, more) => {
    const outcome = outcomeUnder(guard, 'warn', given, more);
    expect(outcome.kind, JSON.stringify(outcome)).toBe('load');
    expect(outcome).toHaveProperty('warnings', expect.arrayContaining([expect.objectContaining({ guard, reason })]));
  });
});

test.each([
  ['A B', 'a blank in it'],
  ['A/B', 'a slash in it'],
  ['A'.repeat(31), '31 characters, and Xero takes 30'],
  ['A'.repeat(30), undefined],
  ['A-B_1.0', undefined],
])('the SKU %s has %s', (sku, problem) => {
  expect(skuProblem(sku)).toBe(problem);
});
