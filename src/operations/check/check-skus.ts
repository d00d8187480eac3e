import { lookUpArticles } from '../../entities/product/primary-products.ts';
import { decideProduct, targetSku } from '../../entities/product/transform.ts';
import type { Product } from '../../model/product.ts';
import { upperKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { StoreRules } from '../../transform/rules.ts';
import { examplesOf } from './check-articles.ts';
import type { CheckContext, CheckedSecondary } from './check-context.ts';
import type { PlannedCopy } from './check-recent-orders.ts';
import { mendName } from './spelling.ts';

/** The articles that recent orders need. @throws ConsolidatorError */
export async function checkSkus(
  context: CheckContext,
  { secondary, path }: CheckedSecondary,
  copies: readonly PlannedCopy[],
  rules: StoreRules,
  primary: NetoClient,
): Promise<void> {
  const { policy, map } = rules.products;
  if (policy === 'placeholder') return;
  const names = new Map(copies.flatMap(({ order }) => order.lines.map(({ sku, name }) => [sku, name] as const)));
  names.delete('');
  const targets = new Map([...names.keys()].map((sku) => [sku, targetSku(sku, rules)]));
  const known = [...targets.values()].filter((sku) => sku !== undefined);
  const found = await lookUpArticles(primary, [...new Set(known)], { signal: context.signal });
  const { findings } = context;
  const where = [...path, 'products', policy === 'map' ? 'map' : 'policy'];
  const unmapped = [...targets].filter(([, target]) => target === undefined).map(([sku]) => sku);
  for (const sku of unmapped.slice(0, 20)) {
    const message = `The map has no entry for ${JSON.stringify(sku)}, which recent orders hold.`;
    findings.warn('articles', secondary.name, message, mendName(sku, map.keys(), 'Add it to the map.'), where);
  }
  if (unmapped.length > 20) {
    const message = `The map lacks ${unmapped.length - 20} more articles of recent orders.`;
    findings.warn('articles', secondary.name, message, 'Add them to the map.', where);
  }
  const others = [...targets].filter(([sku, target]) => isAnother(sku, target, names.get(sku) ?? '', rules, found));
  if (others.length > 0) {
    const skus = others.map(([, target]) => target ?? '');
    const message = `${skus.length} SKUs of recent orders name another article in the primary: ${examplesOf(skus)}.`;
    const remedy = 'Compare the names. Where they are two articles, use the `prefix`, `map` or `placeholder` policy.';
    findings.warn('articles', secondary.name, message, remedy, where);
  }
  const missing = new Set(known.filter((sku) => !found.has(upperKey(sku))));
  const made = policy === 'map' ? `the primary lacks ${missing.size}` : `the others are made when they are needed`;
  const count = new Set(known).size;
  const message = `Recent orders need ${count} articles, of which the primary has ${count - missing.size}; ${made}.`;
  findings.ok('articles', secondary.name, message);
}

/** The same SKU with another name. */
function isAnother(
  sku: string,
  target: string | undefined,
  name: string,
  rules: StoreRules,
  found: ReadonlyMap<string, Product>,
): boolean {
  const product = target === undefined ? undefined : found.get(upperKey(target));
  if (product === undefined) return false;
  const decision = decideProduct(sku, undefined, rules, product, name);
  return decision.kind === 'link' && decision.nameDiffers;
}
