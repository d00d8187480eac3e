import { describe, expect, it } from 'vitest';
import { decideProduct, targetSku } from '../../../src/entities/product/transform.ts';
import type { Product } from '../../../src/model/product.ts';
import { product, type RuleChanges, rules } from '../../transform/samples.ts';

function decide(
  products: RuleChanges['products'],
  given: { sku?: string; source?: Product | undefined; primary?: Product; lineName?: string } = {},
) {
  const source = 'source' in given ? given.source : product();
  return decideProduct(given.sku ?? 'MUG', source, rules({ products: products ?? {} }), given.primary, given.lineName);
}

describe('policy match', () => {
  it('links the same SKU, and reports another name instead of merging in silence', () => {
    expect(decide({}, { primary: product() })).toEqual({ kind: 'link', sku: 'MUG', nameDiffers: false });
    expect(decide({}, { primary: product({ name: 'Bowl' }) })).toEqual({ kind: 'link', sku: 'MUG', nameDiffers: true });
  });

  it('does not take blanks, case or accents composed otherwise for another name', () => {
    const source = product({ name: ' Cafe\u0301  Mug' });
    expect(decide({}, { source, primary: product({ name: 'CAFÉ mug' }) })).toMatchObject({ nameDiffers: false });
  });

  it('holds the same SKU under another name where the pipeline says so', () => {
    const hold = { sameSkuOtherName: 'hold' } as const;
    const held = decide(hold, { primary: product({ name: 'Bowl' }) });
    expect(held).toMatchObject({ kind: 'quarantine', reason: 'sku-name-differs' });
    expect(held).toHaveProperty('message', expect.stringContaining('"Mug" is "Bowl"'));
    expect(decide(hold, { primary: product() }).kind).toBe('link');
  });

  it('makes a service a service, and a variation a product of its own', () => {
    const source = product({ service: true, parentSku: 'MUGS' });
    expect(decide({}, { source })).toMatchObject({ draft: { service: true, parentSku: '' } });
  });

  it("keeps the primary's spelling of the SKU", () => {
    expect(decide({}, { primary: product({ sku: 'mug' }) })).toMatchObject({ kind: 'link', sku: 'mug' });
  });

  it('makes what the primary lacks, with a note of its origin', () => {
    expect(decide({})).toMatchObject({
      kind: 'make',
      draft: { sku: 'MUG', name: 'Mug', parentSku: '', service: false, defaultPrice: '11' },
    });
    expect(decide({})).toHaveProperty('draft.internalNotes', 'Copied from west product MUG by neto-consolidator');
  });

  it('makes a deleted product from the order line, or else from its SKU', () => {
    expect(decide({}, { source: undefined, lineName: 'Old mug' })).toMatchObject({
      draft: { name: 'Old mug', defaultPrice: '0' },
    });
    expect(decide({}, { source: undefined })).toMatchObject({ draft: { name: 'MUG' } });
  });

  it('keeps the whole of an over-long name in the notes', () => {
    const name = 'x'.repeat(151);
    const made = decide({}, { source: product({ name }) });
    expect(made).toMatchObject({ draft: { name: 'x'.repeat(150), internalNotes: expect.stringContaining(name) } });
  });

  it('never cuts a SKU', () => {
    expect(decide({}, { sku: 'x'.repeat(26) })).toMatchObject({ kind: 'quarantine', reason: 'sku-too-long' });
  });

  it('holds a line without a SKU', () => {
    expect(decide({}, { sku: '' })).toMatchObject({ kind: 'quarantine', reason: 'line-without-sku' });
  });
});

describe('policy prefix', () => {
  const prefix = { policy: 'prefix', skuPrefix: 'W-' } as const;

  it('puts the prefix before the SKU, up to 25 characters', () => {
    expect(decide(prefix)).toMatchObject({ kind: 'make', draft: { sku: 'W-MUG' } });
    expect(decide(prefix, { sku: 'x'.repeat(23) }).kind).toBe('make');
    expect(decide(prefix, { sku: 'x'.repeat(24) })).toMatchObject({ reason: 'sku-too-long' });
  });
});

describe('policy map', () => {
  const map = { policy: 'map', map: new Map([['MUG', 'CUP']]) } as const;

  it('links what the map names, and never makes anything', () => {
    expect(decide(map, { primary: product({ sku: 'CUP', name: 'Cup' }) })).toEqual({
      kind: 'link',
      sku: 'CUP',
      nameDiffers: false,
    });
    expect(decide(map)).toMatchObject({ kind: 'quarantine', reason: 'sku-unmapped' });
  });

  it('takes upper and lower case of a SKU for the same', () => {
    expect(targetSku('mug', rules({ products: map }))).toBe('CUP');
  });

  it('holds a SKU that the map lacks', () => {
    expect(decide(map, { sku: 'JUG' })).toMatchObject({ kind: 'quarantine', reason: 'sku-unmapped' });
    expect(targetSku('JUG', rules({ products: map }))).toBeUndefined();
  });
});

describe('policy placeholder', () => {
  const placeholder = { policy: 'placeholder' } as const;

  it('sends every product to one service, made where the primary lacks it', () => {
    expect(decide(placeholder, { sku: '' })).toMatchObject({
      kind: 'make',
      draft: { sku: 'WEST-SALE', service: true },
    });
    expect(decide(placeholder, { primary: product({ sku: 'WEST-SALE' }) })).toEqual({
      kind: 'link',
      sku: 'WEST-SALE',
      nameDiffers: false,
    });
  });
});
