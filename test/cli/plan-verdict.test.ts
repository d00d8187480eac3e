import { describe, expect, test } from 'vitest';
import { planVerdict } from '../../src/cli/text/plan-verdict.ts';
import { decimal } from '../../src/model/money.ts';
import type { RunSummary } from '../../src/run/summary.ts';

const none = { read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, quarantined: 0, pending: 0 };
const orders = { ...none, read: 12, created: 7, updated: 1, skipped: 3, quarantined: 1 };
const payments = { ...none, read: 2, quarantined: 2 };
const problem = { store: 'south', code: 'store-unreachable', message: 'south: no connection' };

function verdictOf(changes: Partial<RunSummary>, decisions = 2): string {
  const summary = {
    stores: { west: { orders, payments } },
    amounts: { west: { orders: { created: decimal('70.10'), updated: decimal('9.90'), quarantined: decimal('5') } } },
    problems: [],
    ...changes,
  };
  return planVerdict(summary as unknown as RunSummary, decisions);
}

describe('what a plan comes to', () => {
  test('is what would be copied, with its money, what would wait, and what is left out', () => {
    expect(verdictOf({})).toBe(
      'A run would copy 8 of 12 orders (80.00) and 0 of 2 payments (0.00). 1 order and 2 payments would wait for you: 2 things to decide. Left out by rule: 3 orders.',
    );
  });

  test('adds up no amounts of two stores, which may be of two currencies', () => {
    const amounts = { west: { orders: { created: decimal('70.10') } }, nz: { orders: { created: decimal('1') } } };
    expect(verdictOf({ stores: { west: { orders }, nz: { orders } }, amounts } as unknown as RunSummary)).toContain(
      'copy 16 of 24 orders (west 70.10, nz 1.00).',
    );
  });

  test('says where it was narrowed that its numbers are of that part', () => {
    const narrowing = { stores: ['west'], limit: 5 };
    expect(verdictOf({ narrowing })).toMatch(
      / This plan looked at a part only \(--store west --limit 5\): what else is new is in no number here\.$/,
    );
    expect(verdictOf({ narrowing, stores: {}, amounts: {} })).toMatch(
      /^A run would find nothing new there\. This plan looked at a part only/,
    );
  });

  test('says that nothing is new, and no such thing of a store that could not be read', () => {
    expect(verdictOf({ stores: {}, amounts: {} })).toBe('A run would find nothing new.');
    const troubled = verdictOf({ stores: {}, amounts: {}, problems: [problem] });
    expect(troubled).toContain('south');
    expect(troubled).not.toContain('nothing new');
    expect(verdictOf({ problems: [problem, problem] })).toContain(
      'It would not be whole: see below what failed of south.',
    );
  });
});
