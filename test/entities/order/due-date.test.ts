import { describe, expect, test } from 'vitest';
import { dueByRule } from '../../../src/entities/order/compare/due-on.ts';
import { expectOrder } from '../../../src/entities/order/compare/expect-order.ts';
import { compareOrder } from '../../../src/entities/order/compare/order.ts';
import { draftDueDate } from '../../../src/entities/order/transform/due-date.ts';
import { instant, startOfDay } from '../../../src/model/time.ts';
import type { FixedRules } from '../../../src/transform/rules.ts';
import { day, order, rules } from '../../transform/samples.ts';

const bare = { paymentDueAt: null, invoicedOn: day('2026-07-10') };
const listed = { 'Net 14': 14, 'net 30': 30, COD: 0, '': 7 };

describe('the due date that a rule gives is one local day, for the draft and for what its copy is compared with', () => {
  test.each<[string, FixedRules['orders']['dueDate'], object, string | null]>([
    ['so many days later', { days: 14 }, bare, '2026-07-24'],
    ['the same day', { days: 0 }, bare, '2026-07-10'],
    ['the invoice date', 'invoice-date', bare, '2026-07-10'],
    ['over the end of a month of 31 days', { days: 14 }, { invoicedOn: day('2026-08-31') }, '2026-09-14'],
    ['on the last day of a month', { days: 30 }, { invoicedOn: day('2026-08-31') }, '2026-09-30'],
    ['over the end of a year', { days: 14 }, { invoicedOn: day('2026-12-20') }, '2027-01-03'],
    ['over 29 February', { days: 14 }, { invoicedOn: day('2028-02-20') }, '2028-03-05'],
    ['on 29 February', { days: 9 }, { invoicedOn: day('2028-02-20') }, '2028-02-29'],
    ['over 28 February of another year', { days: 14 }, { invoicedOn: day('2027-02-20') }, '2027-03-06'],
    ['over the day on which clocks are put on', { days: 1 }, { invoicedOn: day('2026-10-04') }, '2026-10-05'],
    ['over the day on which they are put back', { days: 1 }, { invoicedOn: day('2026-04-05') }, '2026-04-06'],
    // 23:30 in Perth is the next day in Sydney.
    [
      'from the local day placed',
      { days: 14 },
      { invoicedOn: null, placedAt: instant('2026-07-10T15:30:00Z') },
      '2026-07-24',
    ],
    [
      'from the next local day',
      { days: 14 },
      { invoicedOn: null, placedAt: instant('2026-07-10T16:30:00Z') },
      '2026-07-25',
    ],
    ['none without any day', { days: 14 }, { invoicedOn: null, placedAt: null }, null],
    ['by terms', 'terms', { paymentTerms: 'Net 14' }, '2026-07-24'],
    ['by terms in other capitals', 'terms', { paymentTerms: ' NET 30 ' }, '2026-08-09'],
    ['by terms of no days', 'terms', { paymentTerms: 'COD' }, '2026-07-10'],
    ['where none are named', 'terms', { paymentTerms: '' }, '2026-07-17'],
    ['none by terms that are not listed', 'terms', { paymentTerms: 'EOM' }, null],
    ['none by terms called as something of JavaScript', 'terms', { paymentTerms: 'constructor' }, null],
    ['none without a rule', undefined, {}, null],
  ])('%s', (_, dueDate, changes, meant) => {
    const source = order({ ...bare, ...changes });
    const own = rules({
      orders: {
        ...(dueDate === undefined ? {} : { dueDate }),
        ...(dueDate === 'terms' ? { paymentTerms: listed } : {}),
      },
    });
    expect(dueByRule(source, own)).toBe(meant);
    const at = meant === null ? null : startOfDay(day(meant), 'Australia/Sydney');
    expect(draftDueDate(source, own).at).toBe(at);
  });
});

test.each([
  ['the day that the rule gives', '2026-07-23T14:00:00Z', []],
  ['the day before', '2026-07-22T14:00:00Z', ['due-date must-agree 2026-07-23']],
  ['none', null, ['due-date must-agree none']],
])('a copy that shows %s', (_, due, found) => {
  const source = order(bare);
  const own = rules({ orders: { dueDate: { days: 14 } } });
  const expected = expectOrder(source, own, { username: 'jsmith', skus: new Map() });
  const copy = { ...source, id: 'W100', paymentDueAt: due === null ? null : instant(due) };
  const findings = compareOrder(expected, copy).filter(({ key }) => key === 'due-date');
  expect(findings.map(({ key, class: own, held }) => `${key} ${own} ${held}`)).toEqual(found);
});
