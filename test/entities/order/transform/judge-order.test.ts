import { describe, expect, it } from 'vitest';
import { judgeOrder } from '../../../../src/entities/order/transform/judge-order.ts';
import { decimal, ZERO } from '../../../../src/model/money.ts';
import type { Order } from '../../../../src/model/order.ts';
import { instant } from '../../../../src/model/time.ts';
import { day, order, type RuleChanges, rules } from '../../../transform/samples.ts';

function reasonOf(changes: Partial<Order>, ruleChanges: RuleChanges = {}): string {
  const judgement = judgeOrder(order(changes), rules(ruleChanges));
  return judgement.kind === 'wanted' ? 'wanted' : `${judgement.kind} ${judgement.reason}`;
}

describe('judgeOrder', () => {
  it('wants an invoiced, approved order in a selected status', () => {
    expect(reasonOf({})).toBe('wanted');
  });

  it('skips an order invoiced before `since`, and takes one invoiced on that very day', () => {
    expect(reasonOf({ invoicedOn: day('2026-06-30') })).toBe('skip before-since');
    expect(reasonOf({ invoicedOn: day('2026-07-01') })).toBe('wanted');
  });

  it("judges an order without an invoice date by the store's local day, not the UTC day", () => {
    const lateInJune = { invoicedOn: null, placedAt: instant('2026-06-30T17:00:00Z') };
    expect(reasonOf(lateInJune)).toBe('wanted');
    expect(reasonOf(lateInJune, { timeZone: 'UTC' })).toBe('skip before-since');
  });

  it('goes by the invoice date where an order was placed before `since` and invoiced after', () => {
    expect(reasonOf({ placedAt: instant('2026-05-01T00:00:00Z') })).toBe('wanted');
  });

  it('holds an order that is neither a sale nor a quote, and skips quotes', () => {
    expect(reasonOf({ type: 'dropshipping' })).toBe('quarantine order-type-unhandled');
    expect(reasonOf({ type: 'quote' })).toBe('skip status-not-selected');
    expect(reasonOf({ type: '' })).toBe('wanted');
  });

  it('never asks a person about an order that is left out anyway', () => {
    expect(reasonOf({ type: 'dropshipping', status: 'Cancelled' })).toBe('skip cancelled-before-copy');
  });

  it('skips cancelled orders, also where `Cancelled` is selected', () => {
    expect(reasonOf({ status: 'Cancelled' }, { orders: { statuses: ['Cancelled'] } })).toBe(
      'skip cancelled-before-copy',
    );
  });

  it('skips an unknown status and names it', () => {
    const judgement = judgeOrder(order({ status: 'Declined' }), rules());
    expect(judgement).toMatchObject({ kind: 'skip', reason: 'status-unknown' });
    expect(judgement).toHaveProperty('message', expect.stringContaining('Declined'));
  });

  it('takes an unknown status that fulfil maps, and one that books map not', () => {
    const orders = { statusMap: { Printed: 'Pick' } };
    expect(reasonOf({ status: 'Printed' }, { purpose: 'fulfil', orders })).toBe('wanted');
    expect(reasonOf({ status: 'Printed' }, { purpose: 'books', orders })).toBe('skip status-unknown');
  });

  it('leaves out what is of the closed period where that is to be refused', () => {
    const changes = { lockDate: day('2026-07-10'), beforeLockDate: 'refuse' } as const;
    expect(reasonOf({}, changes)).toBe('skip in-closed-period');
    expect(reasonOf({ invoicedOn: day('2026-07-11') }, changes)).toBe('wanted');
  });

  it('takes a dispatched order without an invoice date into the books, but no other uninvoiced one', () => {
    expect(reasonOf({ invoicedOn: null })).toBe('wanted');
    expect(reasonOf({ invoicedOn: null, status: 'Pick' })).toBe('skip not-invoiced-yet');
  });

  it('does not wait for the invoice where the primary fulfils', () => {
    expect(reasonOf({ invoicedOn: null, status: 'Pick' }, { purpose: 'fulfil' })).toBe('wanted');
  });

  it.each(['books', 'fulfil'] as const)('waits for approval (%s)', (purpose) => {
    expect(reasonOf({ approval: 'Incomplete' }, { purpose })).toBe('skip not-yet-approved');
  });

  it('skips orders of zero value only where told to', () => {
    expect(reasonOf({ grandTotal: ZERO })).toBe('wanted');
    expect(reasonOf({ grandTotal: ZERO }, { orders: { zeroValue: 'skip' } })).toBe('skip zero-value');
  });

  it('holds orders up to and including the lock date', () => {
    const lockDate = day('2026-07-10');
    expect(reasonOf({}, { lockDate })).toBe('quarantine before-lock-date');
    expect(reasonOf({ invoicedOn: day('2026-07-11') }, { lockDate })).toBe('wanted');
  });

  it('holds an order that has no date at all', () => {
    expect(reasonOf({ invoicedOn: null, placedAt: null })).toBe('quarantine accounting-date-missing');
  });

  it('holds an order with a negative total', () => {
    expect(reasonOf({ grandTotal: decimal(-1) })).toBe('quarantine negative-total');
  });
});
