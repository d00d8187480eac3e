import type { z } from 'zod';
import type { ReadFile } from './decision-file.ts';

/** Where decisions wait beside a ledger, each as a small text under a name of its own. */
export interface Shelf {
  /** For messages: after "in". */
  readonly name: string;
  /** In the order of their letters. */
  names(): Promise<string[]>;
  read<Content>(name: string, schema: z.ZodType<Content>): Promise<ReadFile<Content>>;
  /**
   * Kept when it resolves, and never half of it.
   * @returns false where it is there already, and is not to be replaced
   * @throws ConsolidatorError `file-unwritable`, `ledger-unwritable`
   */
  write(name: string, text: string, options: { readonly replaces: boolean }): Promise<boolean>;
  remove(name: string): Promise<void>;
  /** @returns false where that can't be done */
  rename(name: string, to: string): Promise<boolean>;
  /** Takes away what a killed process has left half written. */
  sweep(): Promise<void>;
}
