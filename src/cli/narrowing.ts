import type { Pipeline } from '../config/pipeline.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { lowerKey, upperKey } from '../model/text-key.ts';
import type { Narrowing } from '../run/context/narrowing.ts';
import type { NarrowingOptions } from './narrowing-options.ts';
import { knownStores } from './pipeline-file.ts';

/** @throws ConsolidatorError `usage` */
export function narrowingOf(options: NarrowingOptions, pipeline: Pipeline): Narrowing {
  const { since, until } = options;
  if (since !== undefined && until !== undefined && since > until) {
    throw new ConsolidatorError('usage', `--since ${since} is later than --until ${until}.`);
  }
  return {
    stores: knownStores(pipeline, options.store),
    entities: options.entity,
    orders: options.order?.flatMap((id) => spelledAsIn(pipeline, id)),
    since: options.since,
    until: options.until,
    limit: options.limit,
  };
}

/**
 * An order's id with its prefix as the pipeline file spells it, since stores tell ids by it: `n11177` is `N11177`. What begins
 * with none of the prefixes is taken for one in capitals, as Neto numbers orders.
 */
function spelledAsIn({ secondaries }: Pipeline, id: string): string[] {
  const prefixes = secondaries.flatMap(({ prefix }) => Object.keys(prefix)).filter((prefix) => prefix !== '');
  if (prefixes.some((prefix) => id.startsWith(prefix))) return [id];
  const alike = prefixes.filter((prefix) => lowerKey(id).startsWith(lowerKey(prefix)));
  return alike.length === 0 ? [upperKey(id)] : [...new Set(alike.map((prefix) => prefix + id.slice(prefix.length)))];
}
