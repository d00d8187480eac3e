import { shortHash } from '../../model/hashes.ts';
import { textKey } from '../../model/text-key.ts';

/** What an expectation keeps of a shopper's text: enough to know it again, and nothing to read. Empty for none. */
export function personalKey(text: string): string {
  const key = textKey(text);
  return key === '' ? '' : shortHash(key);
}
