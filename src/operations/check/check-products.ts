import { lookUpProducts } from '../../entities/product/primary-products.ts';
import { upperKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readSkuMap } from '../../session/sku-map.ts';
import { type CheckedSecondary, examplesOf } from '../findings/findings.ts';
import type { CheckContext } from './check-context.ts';

/** Entries of a SKU map that are looked up; a map of a whole catalogue would take hundreds of requests. */
const MAP_ENTRIES = 2000;

/** The products that the pipeline file names itself, whether recent orders need them or not. @throws ConsolidatorError */
export async function checkProducts(
  { findings, signal }: CheckContext,
  { secondary, path }: CheckedSecondary,
  primary: NetoClient,
): Promise<void> {
  const { name: store, orders, products } = secondary;
  const { surchargeSku } = orders;
  const placeholder = products.policy === 'placeholder' ? products.placeholderSku : undefined;
  const targets = products.policy === 'map' ? [...new Set((await readSkuMap(products.map)).values())] : [];
  const asked = targets.slice(0, MAP_ENTRIES);
  const named = [surchargeSku, placeholder].filter((sku) => sku !== undefined);
  const found = await lookUpProducts(primary, [...new Set([...named, ...asked])], { signal });
  const isThere = (sku: string): boolean => found.has(upperKey(sku));
  if (surchargeSku !== undefined && isThere(surchargeSku)) {
    findings.ok('articles', store, `The product ${surchargeSku} for surcharges is in the primary.`);
  } else if (surchargeSku !== undefined) {
    const message = `The primary has no product ${JSON.stringify(surchargeSku)} to carry surcharges.`;
    const remedy = 'Create it there as a service without stock, or mend the SKU here.';
    findings.problem('articles', store, message, remedy, [...path, 'orders', 'surchargeSku']);
  }
  if (placeholder !== undefined) {
    const message = isThere(placeholder)
      ? `The product ${placeholder} that stands for all others is in the primary.`
      : `The primary has no product ${placeholder} yet; the first run makes it, as a service without stock.`;
    findings.ok('articles', store, message);
  }
  if (products.policy !== 'map') return;
  const missing = asked.filter((sku) => !isThere(sku));
  const scope = asked.length < targets.length ? `the first ${asked.length} of ${targets.length}` : `${targets.length}`;
  if (missing.length === 0) {
    findings.ok('articles', store, `The primary has all of ${scope} products that the map names.`);
    return;
  }
  const message = `Of ${scope} products that the map names, the primary lacks ${missing.length}: ${examplesOf(missing)}.`;
  const where = [...path, 'products', 'map'];
  findings.warn('articles', store, message, 'Create them in the primary, or mend the map.', where);
}
