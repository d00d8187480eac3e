import { type Command, Option } from 'commander';
import { entityNames } from '../entities/kinds.ts';
import type { EntityName } from '../model/entities.ts';

export interface SelectOptions {
  readonly store?: string;
  readonly entity?: EntityName;
  readonly code?: string;
  readonly value?: string;
}

/** Adds the options that tell quarantined records apart. */
export function withSelection(command: Command): Command {
  return command
    .option('--store <name>', 'only of this secondary store')
    .addOption(new Option('--entity <name>', 'only these records').choices([...entityNames()]))
    .option('--code <reason>', 'only those quarantined for this reason')
    .option('--value <text>', 'only those about this value, such as the name of a payment method');
}
