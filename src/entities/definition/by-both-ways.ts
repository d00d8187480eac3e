import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import type { FixedRules } from '../../transform/rules.ts';
import type { Finding } from '../comparing/finding.ts';

/**
 * How a copy is compared with a reading of its source that came by the other way than the one before, or by another file:
 * a file and the API each have a form and fields of their own, so that the readings themselves can't be compared.
 */
export interface ByBothWays<Content = unknown, Copy = unknown> {
  /** @returns by target id in lower case @throws ConsolidatorError */
  lookUp(
    primary: NetoClient,
    targetIds: readonly string[],
    options: RequestOptions,
  ): Promise<ReadonlyMap<string, Copy>>;
  /** Of a file, in what it does not leave empty; in what both show of what the source decides about: what the primary alone sets is no matter of these. */
  compare(
    reading: { readonly content: Content; readonly isOfFile: boolean },
    copy: Copy,
    rules: FixedRules,
  ): readonly Finding[];
}
