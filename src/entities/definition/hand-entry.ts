import type { FixedRules } from '../../transform/rules.ts';

/** One thing to enter in the primary by hand. */
export interface ToEnter {
  readonly name: string;
  readonly value: string;
}

export interface EnteringByHand {
  readonly rules: FixedRules;
  /** What an SKU of the store is sold as in the primary; undefined where nothing says so. */
  readonly skuThere: (sku: string) => string | undefined;
}

/** What a person enters in the primary for a record that can't be copied, so that it is taken for its copy afterwards. */
export interface HandEntry<Content = unknown> {
  /** As the rules of its store make it, as far as they go. Nothing personal: the buyer is to be looked up in the store. */
  rows(content: Content, entering: EnteringByHand): readonly ToEnter[];
  /** Whether it is entered together with the record that it belongs to. */
  readonly isWithParent: boolean;
}
