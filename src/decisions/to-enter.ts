import type { Pipeline } from '../config/pipeline.ts';
import type { EnteringByHand, EntityDefinition, ToEnter } from '../entities/definition/definition.ts';
import { partsOf } from '../entities/kinds.ts';
import { targetSku } from '../entities/product/transform.ts';
import { entityOf, findEntity } from '../entities/registry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { orderSchema } from '../model/order.ts';
import { enterAs } from '../operations/link/enter-as.ts';
import { mappingFor } from '../operations/map/mappings.ts';
import { accountOfCopy } from '../run/copies/accounts-of-buyer.ts';
import { readSkuMap } from '../session/sku-map.ts';
import { withKnownLock } from '../session/standing-of-books.ts';
import { fixedRules } from '../session/store-rules.ts';

/**
 * What a person enters in the primary for a record that can't be copied, with what belongs to it and is entered along.
 * @returns nothing where its content is not in the ledger any more, and for what nobody enters by hand
 */
export async function toEnter(pipeline: Pipeline, ledger: Ledger, record: LedgerRecord): Promise<readonly ToEnter[]> {
  const { store, entity, parent } = record;
  const secondary = pipeline.secondaries.find(({ name }) => name === store);
  const definition = findEntity(entity);
  if (secondary === undefined || definition === undefined) return [];
  const skuMap = await readSkuMap(secondary.products.map);
  const rules = fixedRules(await withKnownLock(pipeline, ledger), secondary, {
    installationId: ledger.installationId,
    skuMap,
  });
  const as = enterAs(record, secondary.prefix);
  // What stands there already is linked, and not entered beside it.
  if (as.kind === 'there') return [];
  const number = as.kind === 'number' ? as.id : null;
  const isUnmapped = mappingFor(record.reason ?? '') !== undefined;
  const account = await accountFor(ledger, record, rules);
  const entering = { rules, account, isUnmapped, number, skuThere: (sku: string) => targetSku(sku, rules) };
  const own = rowsOf(definition, record, entering);
  if (own.length === 0) return [];
  if (definition.belongsTo === undefined) return [...own, ...(await alongWith(ledger, record, entering))];
  const copy = await ledger.find({ store, entity: definition.belongsTo, sourceId: parent ?? '' });
  const on = { name: 'on', value: copy?.targetId ?? `the copy of ${parent ?? 'its order'}` };
  return [on, ...own];
}

async function accountFor(
  ledger: Ledger,
  { entity, payload }: LedgerRecord,
  rules: EnteringByHand['rules'],
): Promise<EnteringByHand['account']> {
  if (entity !== 'orders' || !payload) return undefined;
  const order = orderSchema.safeParse(JSON.parse(payload));
  return order.success ? accountOfCopy(ledger, order.data, rules) : undefined;
}

/** Of what belongs to it, that which its store shows and nobody has dropped. */
async function alongWith(
  ledger: Ledger,
  { store, entity, sourceId }: LedgerRecord,
  entering: EnteringByHand,
): Promise<readonly ToEnter[]> {
  const rows: ToEnter[] = [];
  for (const { name } of partsOf(entity)) {
    const part = entityOf(name);
    if (part.handEntry?.isWithParent !== true) continue;
    const records = await ledger.belongingTo(store, part.name, sourceId);
    for (const record of records) {
      if (record.state === 'skipped') continue;
      // What the order waits for says nothing of the methods of its payments.
      const isUnmapped = mappingFor(record.reason ?? '') !== undefined;
      rows.push(...rowsOf(part, record, { ...entering, isUnmapped }));
    }
  }
  return rows;
}

function rowsOf(
  { handEntry, content }: EntityDefinition,
  { payload }: LedgerRecord,
  entering: EnteringByHand,
): readonly ToEnter[] {
  if (handEntry === undefined || !payload) return [];
  const parsed = content.safeParse(JSON.parse(payload));
  return parsed.success ? handEntry.rows(parsed.data, entering) : [];
}
