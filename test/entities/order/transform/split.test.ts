import { describe, expect, it } from 'vitest';
import { transformOrder } from '../../../../src/entities/order/transform/order.ts';
import { originOfSplit } from '../../../../src/entities/order/transform/split.ts';
import { context, line, order, rules } from '../../../transform/samples.ts';

const originOf = (id: string, relatedOrderId = '', prefix = { N: 'W' }) =>
  originOfSplit({ id, relatedOrderId }, prefix);

describe('an order that was split off another', () => {
  it('is known by the order it names, or by its number', () => {
    expect(originOf('N99', 'N98')).toBe('N98');
    expect(originOf('N99-1')).toBe('N99');
    expect(originOf('N99-1', 'N42')).toBe('N42');
    expect(originOf('N99')).toBeUndefined();
    expect(originOf('N99', 'n99')).toBeUndefined();
  });

  it('is not taken for one because of a hyphen in its prefix', () => {
    expect(originOfSplit({ id: 'DEMO12-100', relatedOrderId: '' }, { 'DEMO12-': 'D' })).toBeUndefined();
    expect(originOfSplit({ id: 'DEMO12-100-2', relatedOrderId: '' }, { 'DEMO12-': 'D' })).toBe('DEMO12-100');
  });

  it('keeps its suffix, and names the copy of the other one in its notes', () => {
    const split = order({ id: 'N99-1', relatedOrderId: 'N99', lines: [line({ id: 'N99-1-0' })] });
    const outcome = transformOrder(split, rules(), context());
    expect(outcome).toMatchObject({ kind: 'load', draft: { orderId: 'W99-1' } });
    expect(outcome).toHaveProperty('draft.internalNotes', expect.stringMatching(/^Copied from west N99-1 .*\n/));
    expect(outcome).toHaveProperty('draft.internalNotes', expect.stringContaining('Belongs to W99 (west N99)'));
  });
});
