import type { EntryPath } from '../../config/edit/set-entry.ts';
import type { Secondary } from '../../config/pipeline.ts';
import { commandLine } from '../../model/command-lines.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { PrimaryNames } from '../../session/primary-names.ts';

/** Something that a store calls otherwise than the primary, and the pipeline file translates. */
export interface Mapping {
  /** For people: `payment method`. */
  readonly words: string;
  /** What waits in quarantine until it is there. */
  readonly codes: readonly QuarantineReason[];
  /** The map in the pipeline file, below its secondary. */
  readonly path: EntryPath;
  mapOf(secondary: Secondary): Readonly<Record<string, string | number>>;
  /** The names that the primary takes; undefined where it has no list of them. */
  readonly namesIn: ((names: PrimaryNames) => ReadonlySet<string>) | undefined;
  /** `N` and `n` are two of them. */
  readonly isExact?: true;
  /** What stands in the file for what was given; left out where it is the text itself. @throws ConsolidatorError `usage` */
  readonly entryOf?: (to: string) => number;
  /** Why it has no effect as the file is; undefined where it has. */
  readonly idle?: (secondary: Secondary) => string | undefined;
}

function daysOf(to: string): number {
  if (/^\d{1,3}$/.test(to) && Number(to) <= 365) return Number(to);
  throw new ConsolidatorError(
    'usage',
    `Payment terms are a number of days from 0 to 365, such as --to 14, and not ${to}.`,
  );
}

export const mappings = {
  'payment-method': {
    words: 'payment method',
    codes: ['payment-method-unmapped', 'payment-kind-unhandled'],
    path: ['payments', 'methods'],
    mapOf: ({ payments }) => payments.methods,
    namesIn: ({ paymentMethods }) => paymentMethods,
  },
  'shipping-method': {
    words: 'shipping method',
    codes: ['shipping-method-unmapped'],
    path: ['orders', 'shippingMethods'],
    mapOf: ({ orders }) => orders.shippingMethods,
    namesIn: ({ shippingMethods }) => shippingMethods,
  },
  prefix: {
    words: 'prefix',
    codes: ['id-prefix-unknown'],
    path: ['prefix'],
    mapOf: ({ prefix }) => prefix,
    namesIn: undefined,
    isExact: true,
  },
  'payment-terms': {
    words: 'payment terms',
    codes: [],
    path: ['orders', 'paymentTerms'],
    mapOf: ({ orders }) => orders.paymentTerms,
    namesIn: undefined,
    entryOf: daysOf,
    idle: ({ orders: { dueDate } }) =>
      dueDate === 'terms' ? undefined : 'It counts once `orders.dueDate` of that store is `terms`.',
  },
} as const satisfies Readonly<Record<string, Mapping>>;

export type MappingName = keyof typeof mappings;
export const mappingNames = Object.keys(mappings) as MappingName[];

/** The line that says what a name is. @param file the pipeline file as it was given */
export function mapLine(
  { what, name, store }: { readonly what: MappingName; readonly name: string; readonly store: string },
  file: string,
): string {
  return commandLine('neto-consolidator map', [what, name, file], `--to "…" --store ${store}`);
}

/** The mapping that would let through what is quarantined for this reason. */
export function mappingFor(code: string): MappingName | undefined {
  return mappingNames.find((name) => (mappings[name].codes as readonly string[]).includes(code));
}
