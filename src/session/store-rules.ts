import type { Pipeline, Secondary } from '../config/pipeline.ts';
import { contentHash } from '../model/hashes.ts';
import type { HistoryWindow } from '../transform/history.ts';
import type { FixedRules } from '../transform/rules.ts';

/** What the pipeline file says about a secondary, as the transform stages take it. */
export function fixedRules(
  pipeline: Pipeline,
  secondary: Secondary,
  more: {
    readonly installationId: string;
    readonly generation?: number | undefined;
    readonly byFile?: boolean | undefined;
    readonly skuMap: ReadonlyMap<string, string>;
    readonly history?: readonly HistoryWindow[] | undefined;
  },
): FixedRules {
  const { customers, products } = secondary;
  const { dueDate, paymentTerms, ...orders } = secondary.orders;
  return {
    store: secondary.name,
    timeZone: secondary.timezone,
    primaryTimeZone: pipeline.primary.timezone,
    prefix: secondary.prefix,
    references: secondary.references,
    since: secondary.since,
    ...given('history', more.history),
    purpose: secondary.purpose,
    orders: {
      ...orders,
      houseEmail: orders.houseEmail ?? '',
      ...given('warehouse', orders.warehouse),
      ...given('surchargeSku', orders.surchargeSku),
      // Left out where they say nothing: the rules of earlier versions, which had no such keys, are then the same.
      ...(dueDate === 'source' ? {} : { dueDate }),
      ...(dueDate === 'terms' ? { paymentTerms } : {}),
    } as FixedRules['orders'],
    payments: {
      methods: secondary.payments.methods,
      allowSpendableCredit: secondary.payments.allowSpendableCredit,
    },
    customers: { ...customers, ...given('house', customers.house) } as FixedRules['customers'],
    products: {
      policy: products.policy,
      map: more.skuMap,
      placeholderSku: products.placeholderSku,
      sameSkuOtherName: products.sameSkuOtherName,
      services: products.services,
      pseudoSkus: products.pseudoSkus,
      ...given('skuPrefix', products.skuPrefix),
    } as FixedRules['products'],
    ...given('rma', secondary.rma),
    ...(pipeline.accounting.lockDate === undefined ? {} : { lockDate: pipeline.accounting.lockDate }),
    beforeLockDate: pipeline.accounting.beforeLockDate,
    tolerance: pipeline.accounting.tolerance,
    // Left out where it is the default: the rules of earlier versions, which had no such key, are then the same.
    ...(pipeline.accounting.gstRounding === 'hold' ? { gstRounding: 'hold' } : {}),
    guards: pipeline.guards,
    installationId: more.installationId,
    ...given('generation', more.generation),
    host: secondary.host,
    ...given('byFile', more.byFile),
  };
}

/**
 * Changes when the rules do, so that what was skipped under the old ones is judged again. The days that a back-fill opens
 * are no such change: it reads their orders itself. Nor is what stands in the copies' notes beside their source.
 */
export function rulesHash({ history: _, generation: __, host: ___, byFile: ____, ...rules }: FixedRules): string {
  return contentHash({ ...rules, products: { ...rules.products, map: [...rules.products.map] } });
}

type KeysOfEach<Each> = Each extends unknown ? keyof Each : never;
/** Of the rules, or of a group of them: a spread takes any key, and one by another name would be no rule. */
type RuleKey = KeysOfEach<FixedRules | FixedRules['orders'] | FixedRules['customers'] | FixedRules['products']>;

function given<K extends RuleKey, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };
}
