import type { z } from 'zod';
import type { Column } from '../../feeds/write/columns.ts';
import type { Decimal } from '../../model/money.ts';
import type { LocalDate } from '../../model/time.ts';
import type { FixedRules } from '../../transform/rules.ts';
import type { ComparedField } from '../comparing/compared-field.ts';
import type { ByBothWays } from './by-both-ways.ts';
import type { Judging } from './judging.ts';
import type { EntityKind, FinancialKind } from './kind.ts';
import type { EntityReads } from './reads.ts';
import type { Reconciles } from './reconciles.ts';
import type { WriteStep } from './write-step.ts';

/** How records of an entity get into the primary. */
export interface Writes {
  /** By action, in the order in which a record goes through them. */
  readonly steps: { readonly add: WriteStep } & Readonly<Record<string, WriteStep>>;
  /** How a staged record becomes a copy; left out where more than its content decides, by a stage of its own. */
  readonly judging?: Judging;
  /** Its copies bear numbers that Xero takes once: one that was seen and is gone is never written again by itself. */
  readonly isNumbered?: boolean;
  /** Its ids are of our choice: one in an answer that nobody sent may be a second copy, and is looked for. */
  readonly hasOwnIds?: boolean;
}

/** One thing to enter in the primary by hand. */
export interface ToEnter {
  readonly name: string;
  readonly value: string;
}

export interface EnteringByHand {
  readonly rules: FixedRules;
  /** Of an order: the account of the primary that its copy would be on; undefined where that is not known. */
  readonly account?: { readonly name: string; readonly isDecided: boolean } | undefined;
  /** What an SKU of the store is sold as in the primary; undefined where nothing says so. */
  readonly skuThere: (sku: string) => string | undefined;
  /** The primary has its payment or shipping method under no name that is known. */
  readonly isUnmapped: boolean;
  /** The number to enter an order under; null where the primary gives it one. */
  readonly number: string | null;
}

/** What a person enters in the primary for a record that can't be copied, so that it is taken for its copy afterwards. */
export interface HandEntry<Content = unknown> {
  /** As the rules of its store make it, as far as they go. Nothing personal: the buyer is to be looked up in the store. */
  rows(content: Content, entering: EnteringByHand): readonly ToEnter[];
  /** Whether it is entered together with the record that it belongs to. */
  readonly isWithParent: boolean;
}

/** What one record puts into the books. */
export interface Posting {
  readonly amount: Decimal;
  /** The GST in it; left out of what says nothing of GST. */
  readonly gst?: Decimal | undefined;
  /** The day on which it counts, in its store's own zone; null where its store shows none. */
  readonly day: LocalDate | null;
}

/** How records of an entity count in the books. */
export interface Financial<Content = unknown> extends FinancialKind {
  posting(content: Content, timeZone: string): Posting;
}

/** A file of records of an entity, as an export writes it. */
interface Feed<Row = unknown> {
  readonly columns: readonly Column<Row>[];
  /** No import of Neto's takes it: people key what it holds. */
  readonly isByHand: boolean;
}

/**
 * All that tells one entity from another. Every stage of a run, and all that comes after it, walks over the registry and
 * asks the definition; none switches on a name. What may be left out has a mark of its own, with what is then not done.
 */
export interface EntityDefinition extends EntityKind {
  /** The content of a staged record, as the ledger keeps it. */
  readonly content: z.ZodType;
  /** How it is read at its own store. */
  readonly read: EntityReads;
  /** How it gets into the primary. */
  readonly writes: Writes;
  /** What of a copy is compared with its source. */
  readonly compares: {
    readonly fields: readonly ComparedField[];
    /** Left out of what a stage of its own compares, and of what no file can hold. */
    readonly byBothWays?: ByBothWays;
  };
  /** Left out of what puts nothing into the books. */
  readonly financial?: Financial | undefined;
  /** Left out of what no comparison without the ledger looks at. */
  readonly reconciles?: Reconciles | undefined;
  /** Left out of what no file can hold. */
  readonly feed?: Feed | undefined;
  /** Left out of what nobody enters in the primary by hand in place of a copy. */
  readonly handEntry?: HandEntry | undefined;
}
