import type { LookCode } from '../../model/look-codes.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { Quarantined, Skipped } from '../../transform/outcome.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { OtherSpellings } from '../writing/other-spellings.ts';
import type { WriteStep } from './write-step.ts';

/** A staged record whose content was read by its schema. */
export interface StagedContent<Content> {
  readonly sourceId: string;
  readonly content: Content;
  /** The copy of the order that it belongs to; null where it belongs to none. */
  readonly copyOfParent: string | null;
}

/** What becomes of a staged record. */
export type Judgement<Draft> =
  | {
      readonly kind: 'write';
      readonly targetId: string;
      readonly draft: Draft;
      /** It is copied rightly, and may be wrong where it comes from. */
      readonly worthALook?: Exclude<LookCode, `${string}-ahead`> | undefined;
    }
  /** The primary has it already. */
  | {
      readonly kind: 'link';
      readonly targetId: string;
      readonly warning?: { readonly code: string; readonly message: string } | undefined;
    }
  | Skipped
  | Quarantined;

/** What was written and the primary does not show, by target id in lower case. */
export interface Foresight<Foreseen> {
  readonly size: number;
  get(targetId: string): Foreseen | undefined;
  /** See `foreseenAs` of the step. */
  alike(as: string): readonly Foreseen[];
}

/** What the primary is asked by, before records are judged. */
export interface Asking {
  readonly primary: NetoClient;
  readonly signal: AbortSignal | undefined;
  readonly rules: StoreRules;
  /** Told which other keys the primary took for those that it was asked for. */
  readonly spellings: OtherSpellings;
  /** What was written and the primary does not show, since its destination is another. */
  foreseen<Foreseen>(step: WriteStep<never, unknown, Foreseen>): Foresight<Foreseen>;
}

/** How staged records become copies: by their content, the rules of their store, and what the primary has. */
export interface Judging<Content = unknown, Draft = unknown, Known = unknown> {
  /** What it would be known by in the primary; empty where the rules have nothing for it. */
  keyOf(record: StagedContent<Content>, rules: StoreRules): string;
  /** Of two that share one of these the second is judged by what the first has become; all at once where left out. */
  likenessOf?(record: StagedContent<Content>, rules: StoreRules): readonly string[];
  /** Asked of all together where they can't be judged at once: of two keys that are mixed up in the primary, neither goes first. */
  lookUpAlike?(records: readonly StagedContent<Content>[], asking: Asking): Promise<void>;
  /** What of the primary must be known before these are judged. */
  lookUp(records: readonly StagedContent<Content>[], asking: Asking): Promise<Known>;
  /**
   * What of it the look-up before writing would find, by target id in lower case, so that it need not be asked again while it is
   * fresh; left out where that look-up asks for more.
   */
  existing?(known: Known): ReadonlyMap<string, unknown>;
  judge(record: StagedContent<Content>, rules: StoreRules, known: Known): Judgement<Draft>;
}
