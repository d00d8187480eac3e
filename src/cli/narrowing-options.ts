import { type Command, InvalidArgumentError, Option } from 'commander';
import { entityNames } from '../entities/kinds.ts';
import type { EntityName } from '../model/entities.ts';
import { type LocalDate, parseLocalDate } from '../model/local-date.ts';

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
      'at most so many orders of each store, with what they need; what the rules leave out does not count',
      positive,
    );
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
