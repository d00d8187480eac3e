import type { ComparedField } from '../comparing/compared-field.ts';

/** What of a product's copy is compared with its source, and what can't be. */
export const productFields = [
  { key: 'sku', class: 'must-agree', name: 'SKU', cause: 'The primary makes SKUs of its own.' },
  { key: 'name', class: 'must-agree', name: 'name', cause: 'The SKU stands for another product.' },
  { key: 'parent', class: 'must-agree', name: 'parent SKU', cause: 'The primary made a variation of it.' },
  { key: 'tax-free', class: 'must-agree', name: 'tax free', cause: 'A default of the primary for new products.' },
  { key: 'tax-mode', class: 'must-agree', name: 'tax inclusive', cause: 'A default of the primary for new products.' },
  { key: 'service', class: 'must-agree', name: 'service', cause: 'A default of the primary for new products.' },
  { key: 'kit', class: 'must-agree', name: 'kit', cause: 'The SKU stands for a kit in the primary.' },
  { key: 'visible', class: 'must-agree', name: 'visible', cause: 'A default of the primary for new products: shoppers would see it.' },
  { key: 'approved', class: 'must-agree', name: 'approved', cause: 'A default of the primary for new products: shoppers could buy it.' },
  { key: 'till', class: 'must-agree', name: 'approved for the till', cause: 'A default of the primary for new products.' },
  { key: 'stock', class: 'must-agree', name: 'stock', cause: 'The primary gives new products stock.' },
  { key: 'active', class: 'said', name: 'active', cause: 'The primary lets new products wait for somebody.' },
  { key: 'channels', class: 'not-readable', name: 'sales channels', cause: 'No channel is given to what is made; Neto shows none of a product.' },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type ProductFieldKey = (typeof productFields)[number]['key'];
