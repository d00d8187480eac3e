import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { decimal } from '../../src/model/money.ts';
import { instant } from '../../src/model/time.ts';
import { nothing } from '../../src/reconcile/amounts.ts';
import { csvFiles } from '../../src/reconcile/csv.ts';
import type { Difference, Reconciliation } from '../../src/reconcile/result.ts';

const difference: Difference = {
  kind: 'missing',
  entity: 'payment',
  store: 'west',
  sourceId: '=1+1',
  targetId: null,
  day: null,
  field: 'amount',
  secondary: '-12.5',
  primary: '@SUM(A1)',
  xero: null,
  effect: { ...nothing, paid: decimal('-12.5') },
  underWay: false,
  reason: null,
  message: 'He said "no", twice.',
  remedy: '+61 2 5550 8628',
};
const result: Reconciliation = {
  pipeline: 'demo',
  at: instant('2026-08-01T00:00:00Z'),
  stores: [],
  differences: [difference],
  xero: null,
  notCompared: [],
  daysLeft: [],
  requests: {},
};

test('text that a spreadsheet would take for a formula is made text, and amounts stay amounts', () => {
  const rows: Record<string, string>[] = parse(csvFiles(result).get('differences.csv') ?? '', {
    bom: true,
    columns: true,
  });
  expect(rows).toMatchObject([
    {
      source: "'=1+1",
      secondary: '-12.50',
      primary: "'@SUM(A1)",
      'effect on paid': '-12.50',
      what: 'He said "no", twice.',
      'what to do': "'+61 2 5550 8628",
    },
  ]);
});

test.each(['＝1+2', '＋1', '－1', '＠A1', ' =1+2', '\u00A0=1+2', '\n=1'])(
  'so is %j, full-width or after blanks',
  (sourceId) => {
    const text = csvFiles({ ...result, differences: [{ ...difference, sourceId }] }).get('differences.csv') ?? '';
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    expect(rows[0]?.['source']).toBe(`'${sourceId}`);
  },
);
