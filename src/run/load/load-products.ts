import { expectPlaceholder, expectProduct } from '../../entities/product/compare.ts';
import { lookUpArticles } from '../../entities/product/primary-products.ts';
import { decideProduct, otherName, targetSku } from '../../entities/product/transform.ts';
import { type ProductCopy, productSteps } from '../../entities/product/write.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import { OtherSpellings } from '../../entities/writing/other-spellings.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { type Product, type ProductRecord, productRecordSchema } from '../../model/product.ts';
import { inTurns, lowerKey, upperKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { WritingRun } from '../context/parts.ts';
import { keyAmbiguous } from './key-ambiguous.ts';
import { loadInBatches } from './load-in-batches.ts';

/**
 * Links or makes the articles of these staged products. Those whose SKUs a store might take for one come one after
 * another, so that the second's look-up shows what the primary makes of them.
 */
export async function loadProducts(
  context: WritingRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const rules = await context.asked.rules(store);
  const named = records.map((record): Named => {
    const content = productRecordSchema.parse(JSON.parse(record.payload ?? ''));
    return { record, content, sku: targetSku(content.sku, rules) ?? '' };
  });
  const spellings = new OtherSpellings();
  const turns = inTurns(named, ({ record }) => record.sourceId);
  // Of two that are mixed up with what the primary has, neither goes first.
  if (turns.length > 1) await articlesFor(context, named, spellings);
  for (const turn of turns) await loadDistinct(context, rules, turn, spellings);
}

interface Named {
  readonly record: LedgerRecord;
  readonly content: ProductRecord;
  /** That it would get; empty where the rules have none. */
  readonly sku: string;
}

function articlesFor({ primary, signal }: WritingRun, named: readonly Named[], spellings: OtherSpellings) {
  const skus = named.map(({ sku }) => sku);
  return lookUpArticles(primary, skus, { signal, onOtherSpelling: spellings.note });
}

async function loadDistinct(
  context: WritingRun,
  rules: StoreRules,
  named: readonly Named[],
  spellings: OtherSpellings,
): Promise<void> {
  const articles = await articlesFor(context, named, spellings);
  const decided: Decision[] = [];
  const items: LoadItem<ProductCopy>[] = [];
  for (const { record, content, sku } of named) {
    const ambiguous = keyAmbiguous(sku, spellings);
    if (ambiguous !== undefined) {
      decided.push({ ...ambiguous, key: record });
      continue;
    }
    const article = articles.get(upperKey(sku)) ?? context.destination.foreseen(productSteps.add).get(lowerKey(sku));
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
  await loadInBatches(context, context.steps.of(productSteps.add), items);
}

function warnOfName(context: WritingRun, record: LedgerRecord, content: ProductRecord, article: Product): void {
  const { store, entity, sourceId } = record;
  const message = `${store} ${sourceId}: ${otherName(content.product?.name || content.lineName, article)}; they are taken for one article.`;
  context.warnings.push({ store, entity, sourceId, code: 'sku-name-differs', message });
}
