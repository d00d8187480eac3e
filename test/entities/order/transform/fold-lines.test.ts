import { describe, expect, it } from 'vitest';
import { foldLines, productLines } from '../../../../src/entities/order/transform/fold-lines.ts';
import { transformOrder } from '../../../../src/entities/order/transform/order.ts';
import { decimal, ZERO } from '../../../../src/model/money.ts';
import type { OrderLine } from '../../../../src/model/order.ts';
import { context, line, order, type RuleChanges, rules } from '../../../transform/samples.ts';

const free = { unitPrice: ZERO, tax: ZERO };
const kit = (changes: Partial<OrderLine> = {}) => line({ id: 'N100-0', sku: 'SET', name: 'Mug set', ...changes });
const part = (id: string, changes: Partial<OrderLine> = {}) =>
  line({ id, sku: `PART${id.slice(-1)}`, componentOfKit: 'SET', ...free, ...changes });

function fold(lines: OrderLine[], products: RuleChanges['products'] = {}) {
  return foldLines(order({ lines }), rules({ products }));
}

function folded(lines: OrderLine[], products: RuleChanges['products'] = {}) {
  const result = fold(lines, products);
  if (result.kind !== 'folded') throw new Error(result.message);
  return { lines: result.order.lines, notes: result.notes };
}

describe('a kit', () => {
  it('is one priced line: its parts without a price are left out, and named in the notes', () => {
    const lines = [kit(), part('N100-1', { quantity: decimal(2) }), part('N100-2')];
    expect(folded(lines)).toEqual({ lines: [lines[0]], notes: ['Line N100-0 kit of: 2 × PART1, 1 × PART2'] });
    expect(productLines(order({ lines }), rules()).map(({ sku }) => sku)).toEqual(['SET']);
  });

  it.each(['SET', 'set', 'N100-0', 'True', '1'])('is found where its parts name it as %s', (componentOfKit) => {
    expect(folded([kit(), part('N100-1', { componentOfKit })]).lines).toHaveLength(1);
  });

  it.each(['', '0', 'False'])('has no part in a line that names it as “%s”', (componentOfKit) => {
    expect(folded([kit(), part('N100-1', { componentOfKit })]).lines).toHaveLength(2);
  });

  it('bears the prices of its parts where it has none of its own, with their tax', () => {
    const parts = [
      part('N100-1', { unitPrice: decimal('5.50'), tax: decimal('0.50') }),
      part('N100-2', { unitPrice: decimal('2.75'), quantity: decimal(2), tax: decimal('0.50') }),
    ];
    expect(folded([kit(free), ...parts]).lines).toMatchObject([{ sku: 'SET', unitPrice: '11', tax: '1' }]);
  });

  it('stays as it is where its parts only tell how its price comes about', () => {
    const parts = [part('N100-1', { unitPrice: decimal(6) }), part('N100-2', { unitPrice: decimal(5) })];
    expect(folded([kit(), ...parts]).lines).toMatchObject([{ unitPrice: '11' }]);
  });

  it.each<[string, OrderLine[]]>([
    ['parts come to something else', [kit(), part('N100-1', { unitPrice: decimal(6) })]],
    [
      'the parts are taxed in part',
      [
        kit(free),
        part('N100-1', { unitPrice: decimal('5.50'), tax: decimal('0.50') }),
        part('N100-2', { unitPrice: decimal('5.50') }),
      ],
    ],
    ['a part has a discount', [kit(free), part('N100-1', { unitPrice: decimal(11), percentDiscount: decimal(10) })]],
    [
      'its price is no whole number of cents',
      [kit({ ...free, quantity: decimal(3) }), part('N100-1', { unitPrice: decimal(10) })],
    ],
    ['there is none', [part('N100-1')]],
  ])('is quarantined where %s', (_, lines) => {
    expect(fold(lines)).toMatchObject({ kind: 'quarantine', reason: 'kit-unhandled' });
  });

  it('is copied to the cent as one line', () => {
    const parts = [part('N100-1'), part('N100-2')];
    const outcome = transformOrder(order({ lines: [kit(), ...parts] }), rules(), context());
    expect(outcome).toMatchObject({ kind: 'load', predictedTotal: '11', draft: { lines: [{ sku: 'SET' }] } });
    expect(outcome).toHaveProperty('draft.internalNotes', expect.stringContaining('kit of: 1 × PART1, 1 × PART2'));
    expect(outcome).toHaveProperty('sourceSkus', ['SET']);
  });
});

describe('a line that is a note', () => {
  const note = (changes: Partial<OrderLine> = {}) =>
    line({ id: 'N100-1', sku: 'text_note1', name: 'Leave at door', itemNotes: 'Mind the dog', ...free, ...changes });

  it('goes into the notes of the copy, and names no product', () => {
    expect(folded([line(), note()])).toMatchObject({
      lines: [{ sku: 'MUG' }],
      notes: ['Line N100-1 text_note1: Leave at door – Mind the dog'],
    });
  });

  it('is a sale where it bears a price', () => {
    expect(folded([line(), note({ unitPrice: decimal(1) })]).lines).toHaveLength(2);
  });

  it('is none where the pipeline does not say so', () => {
    expect(folded([line(), note()], { pseudoSkus: [] }).lines).toHaveLength(2);
    expect(folded([line(), note()], { pseudoSkus: ['TEXT_NOTE'] }).lines).toHaveLength(2);
    expect(folded([line(), note()], { pseudoSkus: ['TEXT_NOTE1'] }).lines).toHaveLength(1);
  });

  it('holds an order that has nothing else', () => {
    expect(fold([note()])).toMatchObject({ kind: 'quarantine', reason: 'line-without-sku' });
  });
});
