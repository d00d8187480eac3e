import { expectPlaceholder, expectProduct } from '../../compare/product.ts';
import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import type { LoadItem } from '../../load/load-target.ts';
import type { ProductCopy } from '../../load/products.ts';
import { type Product, type ProductRecord, productRecordSchema } from '../../model/product.ts';
import { lookUpArticles } from '../../resolve/primary-articles.ts';
import { decideProduct, otherName, targetSku } from '../../transform/product.ts';
import type { RunContext, StoreRun } from './context.ts';
import { loadInBatches } from './load-in-batches.ts';

/** The one article that stands for all of a store's; no source SKU looks like it. */
export const PLACEHOLDER = '@placeholder';

/** Links or makes the articles of these staged products. */
export async function loadProducts(
  context: RunContext,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const rules = await context.asked.rules(store);
  const contents = records.map((record) => ({
    record,
    content: productRecordSchema.parse(JSON.parse(record.payload ?? '')),
  }));
  const skus = contents.map(({ content }) => targetSku(content.sku, rules) ?? '');
  const articles = await lookUpArticles(context.primary, skus, { signal: context.signal });
  const decided: Decision[] = [];
  const items: LoadItem<ProductCopy>[] = [];
  for (const { record, content } of contents) {
    const sku = targetSku(content.sku, rules) ?? '';
    const article = articles.get(sku.toUpperCase()) ?? context.planned?.article(sku);
    const decision = decideProduct(content.sku, content.product ?? undefined, rules, article, content.lineName);
    if (decision.kind === 'make') {
      const expected =
        rules.products.policy === 'placeholder' ? expectPlaceholder(rules.store, sku) : expectProduct(content, sku);
      items.push({ key: record, targetId: decision.draft.sku, draft: { ...decision.draft, expected } });
    } else if (decision.kind === 'quarantine') decided.push({ ...decision, key: record });
    else {
      decided.push({ kind: 'link', key: record, targetId: decision.sku });
      if (decision.nameDiffers && article !== undefined) warnOfName(context, record, content, article);
    }
  }
  await context.ledger.decide(context.run, decided);
  await loadInBatches(context, context.targets.products, items);
  for (const { draft } of items) context.planned?.addArticle(draft);
}

function warnOfName(context: RunContext, record: LedgerRecord, content: ProductRecord, article: Product): void {
  const { store, entity, sourceId } = record;
  const message = `${store} ${sourceId}: ${otherName(content.product?.name || content.lineName, article)}; they are taken for one article.`;
  context.warnings.push({ store, entity, sourceId, code: 'sku-name-differs', message });
}
