import { describe, expect, test } from 'vitest';
import { productTarget } from '../../../src/entities/product/write.ts';
import type { ProductDraft } from '../../../src/model/drafts.ts';
import { decimal, ZERO } from '../../../src/model/money.ts';
import type { PrimaryProduct } from '../../../src/model/product.ts';
import type { NetoClient } from '../../../src/neto/client.ts';

const draft: ProductDraft = {
  sku: 'W-MUG',
  parentSku: '',
  name: 'Mug',
  brand: 'Clay',
  defaultPrice: decimal(11),
  costPrice: decimal(4),
  taxFree: false,
  taxInclusive: true,
  service: false,
  internalNotes: 'Copied from west product MUG by neto-consolidator',
};

function held(changes: Partial<PrimaryProduct> = {}): PrimaryProduct {
  const hidden = { visible: false, approved: false, approvedForPos: false, stock: ZERO };
  return { ...draft, ...hidden, active: true, kit: false, updatedAt: null, ...changes };
}

// Neither of the two asks the store anything.
const { compare, isCopyOf } = productTarget({} as NetoClient);
const item = { key: { store: 'west', entity: 'products', sourceId: 'MUG' }, targetId: 'W-MUG', draft } as const;

describe('the read-back of a product whose intent an earlier version has left open', () => {
  test('finds nothing where it is as meant; prices matter to no order', () => {
    expect(compare(draft, held({ defaultPrice: decimal(12), brand: '' }))).toEqual([]);
  });

  test.each<[string, Partial<PrimaryProduct>]>([
    ['name', { name: 'Bowl' }],
    ['parent SKU', { parentSku: 'MUGS' }],
    ['tax free', { taxFree: true }],
    ['tax inclusive', { taxInclusive: false }],
    ['service', { service: true }],
    ['kit', { kit: true }],
    ['visible', { visible: true }],
    ['approved', { approved: true }],
    ['approved for the till', { approvedForPos: true }],
    ['stock', { stock: decimal(3) }],
  ])('tells of another %s', (field, changes) => {
    expect(compare(draft, held(changes))).toMatchObject([{ field }]);
  });
});

test('whether a product is the copy is told by the note of its origin, or else by its name', () => {
  expect(isCopyOf(item, held({ name: 'Renamed' }))).toBe(true);
  expect(isCopyOf(item, held({ internalNotes: 'Fragile' }))).toBe(false);
  expect(isCopyOf(item, held({ internalNotes: '' }))).toBe(true);
  expect(isCopyOf(item, held({ internalNotes: '', name: 'Bowl' }))).toBe(false);
});
