import { contentHash } from '../../model/hashes.ts';
import type { Product, ProductRecord } from '../../model/product.ts';
import { upperKey } from '../../model/text-key.ts';
import type { Instant } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { Passes } from '../../neto/passes.ts';
import { listProductHeads, listProducts, readProducts } from '../../neto/products.ts';
import type { ReadOptions } from '../../neto/records.ts';
import type { EntityReads } from '../definition/reads.ts';
import type { ExtractedRecord, QuarantinedRecord } from '../reading/extracted-record.ts';
import { type ChangeWindow, inPasses, within } from '../reading/in-passes.ts';
import { holder, pagesOf } from '../reading/unreadable.ts';

/** The one product that stands for all of a store's; no source SKU looks like it. */
export const PLACEHOLDER = '@placeholder';

/** A product as an order's line names it; the name outlives the product. */
export interface NamedProduct {
  readonly sku: string;
  readonly lineName: string;
}

/** Upper and lower case of an SKU are the same product to a store. */
export function productIdOf(sku: string): string {
  return upperKey(sku);
}

/** The products that lines name, each once; one that was deleted since is known by its line alone. @throws ConsolidatorError */
export async function extractPrimaryProducts(
  client: NetoClient,
  named: readonly NamedProduct[],
  options: ReadOptions = {},
): Promise<ExtractedRecord[]> {
  const distinct = new Map(named.map((primaryProduct) => [productIdOf(primaryProduct.sku), primaryProduct]));
  const skus = [...distinct.values()].map(({ sku }) => sku);
  const unreadable = new Set<string>();
  const onUnreadable: ReadOptions['onUnreadable'] =
    options.onUnreadable &&
    ((record) => {
      unreadable.add(productIdOf(record.key ?? record.id));
      options.onUnreadable?.(record);
    });
  const products = await readProducts(client, skus, { ...options, onUnreadable });
  // Taken for deleted, one that can't be read would be copied from its line alone.
  const readable = named.filter(({ sku }) => !unreadable.has(productIdOf(sku)));
  return primaryProductRecords(readable, new Map(products.map((one) => [productIdOf(one.sku), one])));
}

/** @param products by SKU in upper case */
export function primaryProductRecords(
  named: readonly NamedProduct[],
  products: ReadonlyMap<string, Product>,
): ExtractedRecord[] {
  const distinct = new Map(named.map((primaryProduct) => [productIdOf(primaryProduct.sku), primaryProduct]));
  return [...distinct].map(([sourceId, primaryProduct]) =>
    productRecord(sourceId, { ...primaryProduct, product: products.get(sourceId) ?? null }),
  );
}

/** All products that changed in a window, whether an order names them or not. @throws ConsolidatorError */
export async function* extractChangedProducts(
  client: NetoClient,
  window: ChangeWindow,
  options: ReadOptions = {},
): AsyncGenerator<ExtractedRecord[]> {
  const list = async function* (passes: Passes) {
    for await (const { products } of listProducts(client, rangeOf(window), { ...options, passes })) yield products;
  };
  for await (const products of inPasses(client.store, list, ({ sku }) => productIdOf(sku), within(window)))
    yield products.map(productRecordOf);
}

/** The ids and change stamps of the products of a window. @throws ConsolidatorError */
async function listProductStamps(
  client: NetoClient,
  window: ChangeWindow,
  options: ReadOptions = {},
): Promise<{ id: string; updatedAt: Instant | null }[]> {
  const found: { id: string; updatedAt: Instant | null }[] = [];
  const list = (passes: Passes) => listProductHeads(client, rangeOf(window), { ...options, passes });
  for await (const page of inPasses(client.store, list, ({ sku }) => productIdOf(sku), within(window)))
    found.push(...page.map(({ sku, updatedAt }) => ({ id: productIdOf(sku), updatedAt })));
  return found;
}

function rangeOf({ from, listedTo }: ChangeWindow) {
  return { updatedFrom: from, updatedTo: listedTo };
}

/** Products that are to be read again; one that was deleted since is left out. @throws ConsolidatorError */
async function extractProducts(
  client: NetoClient,
  ids: readonly string[],
  options: ReadOptions = {},
): Promise<ExtractedRecord[]> {
  return (await readProducts(client, ids, options)).map(productRecordOf);
}

/** A product on its own, whether an order names it or not. */
export function productRecordOf(product: Product): ExtractedRecord {
  return productRecord(productIdOf(product.sku), { sku: product.sku, lineName: product.name, product });
}

function productRecord(sourceId: string, record: ProductRecord): ExtractedRecord {
  const changedAt = record.product?.updatedAt ?? null;
  return { sourceId, hash: contentHash(copied(record.product)), payload: JSON.stringify(record), changedAt };
}

function copied(product: Product | null): unknown {
  if (product === null) return null;
  const { updatedAt, costPrice, active, notShown, ...shown } = product;
  return shown;
}

/** Products that orders name are read with these; all of them where the pipeline says so. */
export const productReads = {
  list: 'Item',
  idOf: productIdOf,
  isReadInFull: ({ products }) => products.scope === 'all',
  windows: { by: 'changes', begins: () => null },
  of: (client) => ({
    inWindow: (window, options) =>
      pagesOf((onUnreadable) => extractChangedProducts(client, window, { ...options, onUnreadable }), productIdOf),
    async *byIds(ids, options) {
      const quarantined: QuarantinedRecord[] = [];
      const onUnreadable = holder(quarantined, productIdOf);
      yield { records: await extractProducts(client, ids, { ...options, onUnreadable }), quarantined };
    },
    heads: (window, options) => listProductStamps(client, window, options),
  }),
} as const satisfies EntityReads;
