import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Pipeline } from '../config/pipeline.ts';
import { entityNames } from '../entities/registry.ts';
import type { EntityName } from '../model/entities.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { lowerKey, upperKey } from '../model/text-key.ts';
import { type LocalDate, parseLocalDate } from '../model/time.ts';
import type { Narrowing } from '../run/context/narrowing.ts';
import { knownStores } from './pipeline-file.ts';

export interface NarrowingOptions {
  readonly store?: readonly string[];
  readonly entity?: readonly EntityName[];
  readonly order?: readonly string[];
  readonly since?: LocalDate;
  readonly until?: LocalDate;
  readonly limit?: number;
}

/** Adds the options that restrict what a run, a plan or a check looks at. */
export function withNarrowing(command: Command): Command {
  return command
    .addOption(repeatable('--store <name>', 'only this secondary store (may be repeated)'))
    .addOption(
      new Option('--entity <name>', `only these records: ${entityNames().join(', ')} (may be repeated)`).argParser(
        entities,
      ),
    )
    .addOption(repeatable('--order <id>', 'only this order, by its id in its own store (may be repeated)'))
    .option('--since <date>', 'only orders of this day in the books and later, as YYYY-MM-DD', day)
    .option('--until <date>', 'only orders up to this day in the books, as YYYY-MM-DD', day)
    .option(
      '--limit <number>',
      'at most so many orders of each store, with what they need, however many more are read already',
      positive,
    );
}

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

export function notCopiedYet(): Option {
  return repeatable(
    '--not-copied-yet <store>',
    "what looks like this store's orders in the primary is none of its copies (may be repeated)",
  );
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => {
    if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
    return [...(before ?? []), value];
  });
}

function entities(value: string, before: readonly EntityName[] | undefined): EntityName[] {
  const found = entityNames().find((name) => name === value.toLowerCase());
  if (found === undefined) throw new InvalidArgumentError(`Allowed are ${entityNames().join(', ')}.`);
  return [...(before ?? []), found];
}

export function day(value: string): LocalDate {
  const date = parseLocalDate(value);
  if (date === undefined) throw new InvalidArgumentError('Expected a day of the calendar, such as 2026-07-01.');
  return date;
}

export function positive(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(value);
}
