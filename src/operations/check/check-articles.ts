import type { KeyPath } from '../../config/problems.ts';
import { lookUpArticles } from '../../entities/product/primary-products.ts';
import type { Product } from '../../model/product.ts';
import { upperKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readSkuMap } from '../../session/sku-map.ts';
import type { CheckContext, CheckedSecondary } from './check-context.ts';

/** Entries of a SKU map that are looked up; a map of a whole catalogue would take hundreds of requests. */
const MAP_ENTRIES = 2000;
const EXAMPLES = 5;

/** The articles that the pipeline file names itself. @throws ConsolidatorError */
export async function checkArticles(
  context: CheckContext,
  { secondary, path }: CheckedSecondary,
  primary: NetoClient,
): Promise<void> {
  const { orders, products } = secondary;
  const fixed = [
    ...(orders.surchargeSku === undefined ? [] : [orders.surchargeSku]),
    ...(products.policy === 'placeholder' ? [products.placeholderSku] : []),
  ];
  const found = await lookUpArticles(primary, fixed, { signal: context.signal });
  if (orders.surchargeSku !== undefined) {
    tellSurcharge(context, secondary.name, orders.surchargeSku, found, [...path, 'orders', 'surchargeSku']);
  }
  if (products.policy === 'placeholder') tellPlaceholder(context, secondary.name, products.placeholderSku, found);
  if (products.policy === 'map') await checkMap(context, { secondary, path }, primary);
}

function tellSurcharge(
  { findings }: CheckContext,
  store: string,
  sku: string,
  found: ReadonlyMap<string, Product>,
  path: KeyPath,
): void {
  if (found.has(upperKey(sku))) {
    findings.ok('articles', store, `The article ${sku} for surcharges is in the primary.`);
    return;
  }
  const message = `The primary has no article ${JSON.stringify(sku)} to carry surcharges.`;
  const remedy = 'Create it there as a service without stock, or mend the SKU here.';
  findings.problem('articles', store, message, remedy, path);
}

function tellPlaceholder(
  { findings }: CheckContext,
  store: string,
  sku: string,
  found: ReadonlyMap<string, Product>,
): void {
  const message = found.has(upperKey(sku))
    ? `The article ${sku} that stands for all others is in the primary.`
    : `The primary has no article ${sku} yet; the first run makes it, as a service without stock.`;
  findings.ok('articles', store, message);
}

async function checkMap(
  { findings, signal }: CheckContext,
  { secondary, path }: CheckedSecondary,
  primary: NetoClient,
): Promise<void> {
  const where = [...path, 'products', 'map'];
  const targets = [...new Set((await readSkuMap(secondary.products.map)).values())];
  const asked = targets.slice(0, MAP_ENTRIES);
  const found = await lookUpArticles(primary, asked, { signal });
  const missing = asked.filter((sku) => !found.has(upperKey(sku)));
  const scope = asked.length < targets.length ? `the first ${asked.length} of ${targets.length}` : `${targets.length}`;
  if (missing.length === 0) {
    findings.ok('articles', secondary.name, `The primary has all of ${scope} articles that the map names.`);
    return;
  }
  const message = `Of ${scope} articles that the map names, the primary lacks ${missing.length}: ${examplesOf(missing)}.`;
  findings.warn('articles', secondary.name, message, 'Create them in the primary, or mend the map.', where);
}

export function examplesOf(names: readonly string[]): string {
  const rest = names.length - EXAMPLES;
  return names.slice(0, EXAMPLES).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
