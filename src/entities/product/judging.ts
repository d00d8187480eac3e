import type { Product, ProductRecord } from '../../model/product.ts';
import { looseKey, lowerKey, upperKey } from '../../model/text-key.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { Asking, Judgement, Judging, StagedContent } from '../definition/judging.ts';
import { expectPlaceholder, expectProduct } from './compare.ts';
import { lookUpProducts } from './primary-products.ts';
import { decideProduct, otherName, targetSku } from './transform.ts';
import { type ProductCopy, productSteps } from './write.ts';

type Staged = StagedContent<ProductRecord>;

/** Links or makes the products that are wanted. */
export const productJudging: Judging<ProductRecord, ProductCopy, ReadonlyMap<string, Product>> = {
  keyOf: skuOf,
  likenessOf: ({ sourceId }) => [looseKey(sourceId)],
  lookUpAlike: async (records, asking) => {
    await inPrimary(records, asking);
  },
  async lookUp(records, asking) {
    const foreseen = asking.foreseen(productSteps.add);
    const found = new Map(await inPrimary(records, asking));
    for (const record of records) {
      const sku = skuOf(record, asking.rules);
      const own = foreseen.get(lowerKey(sku));
      if (own !== undefined && !found.has(upperKey(sku))) found.set(upperKey(sku), own);
    }
    return found;
  },
  judge(record, rules, known): Judgement<ProductCopy> {
    const { content } = record;
    const sku = skuOf(record, rules);
    const existing = known.get(upperKey(sku));
    const decision = decideProduct(content.sku, content.product ?? undefined, rules, existing, content.lineName);
    if (decision.kind === 'quarantine') return decision;
    if (decision.kind === 'link') {
      const differs = decision.nameDiffers && existing !== undefined;
      const warning = differs ? warningOfName(record, rules, existing) : undefined;
      return { kind: 'link', targetId: decision.sku, warning };
    }
    const { draft } = decision;
    const isPlaceholder = rules.products.policy === 'placeholder';
    const expected = isPlaceholder ? expectPlaceholder(rules.store, sku) : expectProduct(content, sku);
    return { kind: 'write', targetId: draft.sku, draft: { ...draft, expected } };
  },
};

function skuOf({ content }: Staged, rules: StoreRules): string {
  return targetSku(content.sku, rules) ?? '';
}

function inPrimary(records: readonly Staged[], { primary, signal, rules, spellings }: Asking) {
  const skus = records.map((record) => skuOf(record, rules));
  return lookUpProducts(primary, skus, { signal, onOtherSpelling: spellings.note });
}

function warningOfName({ sourceId, content }: Staged, { store }: StoreRules, existing: Product) {
  const named = otherName(content.product?.name || content.lineName, existing);
  return {
    code: 'sku-name-differs',
    message: `${store} ${sourceId}: ${named}; they are taken for one product.`,
  };
}
