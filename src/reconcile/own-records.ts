import { title } from '../entities/kinds.ts';
import { entities } from '../entities/registry.ts';
import { add, type Decimal, subtract, ZERO } from '../model/money.ts';
import type { NetoClient } from '../neto/client.ts';
import { type AtEnd, type Comparing, differencesOf } from './own-differences.ts';
import type { Difference, OwnRecordSums } from './result.ts';
import type { StoreSide } from './sides.ts';

/** What was found of the records of one store that hang on no order. */
export interface OwnRecords {
  readonly sums: readonly OwnRecordSums[];
  readonly differences: readonly Difference[];
  /** Entities that the pipeline file leaves out, in sentences. */
  readonly notCompared: readonly string[];
}

/** How the records of one store are asked for. */
interface AskingOwn extends Pick<Comparing, 'settledUpTo'> {
  readonly signal: AbortSignal | undefined;
}

/**
 * Compares, entity by entity, what a store has of records that stand by themselves with what the primary has of them.
 * Orders, and what belongs to them, are compared order by order and not here.
 * @throws ConsolidatorError where one of the two ends can't be read
 */
export async function compareOwnRecords(
  store: StoreSide,
  primary: NetoClient,
  { settledUpTo, signal }: AskingOwn,
): Promise<OwnRecords> {
  const { rules, from, to } = store;
  const asked = { rules, from, to, signal };
  const sums: OwnRecordSums[] = [];
  const differences: Difference[] = [];
  const notCompared: string[] = [];
  for (const { name: entity, reconciles } of entities) {
    if (reconciles?.ends === undefined) continue;
    if (!store.secondary.entities.includes(entity)) {
      notCompared.push(
        `${title(entity)} of ${rules.store}: the pipeline file leaves \`${entity}\` out of its \`entities\`.`,
      );
      continue;
    }
    const comparing = { entity, ...reconciles, ends: reconciles.ends, store, asked, settledUpTo };
    const sources = await reconciles.ends.atSource(store.client, asked);
    const copies = await reconciles.ends.inPrimary(primary, asked);
    sums.push(sumsOf(comparing, sources, copies));
    differences.push(...differencesOf(comparing, sources, copies));
  }
  return { sums, differences, notCompared };
}

function sumsOf({ entity, name }: Comparing, sources: readonly AtEnd[], copies: readonly AtEnd[]): OwnRecordSums {
  const [secondary, primary] = [totalOf(sources), totalOf(copies)];
  return {
    entity,
    name,
    records: { secondary: sources.length, primary: copies.length, difference: copies.length - sources.length },
    amount: { secondary, primary, difference: subtract(primary, secondary) },
  };
}

function totalOf(records: readonly AtEnd[]): Decimal {
  return add(ZERO, ...records.map(({ amount }) => amount));
}
