import { textKey } from './text-key.ts';

/** No sign of ASCII in it but hyphens and underscores; letters of any alphabet. */
const SIGNS = String.raw`\s@<>",;.:()\[\]\\/!#$%&'*+=?^{|}~\x60`;
const LABEL = `[^${SIGNS}\\-][^${SIGNS}]*`;

/** Something before an `@`, and a host with a dot behind it. */
export const EMAIL = new RegExp(`^[^\\s@<>",;:()\\[\\]\\\\]+@(${LABEL}\\.)+[^${SIGNS}\\-][^${SIGNS}]+$`);

/**
 * The address that a text is, without the blanks around it; empty where it is none. `n/a`, `-`, `noemail` or `no@email`
 * stand in the fields of many people, and identify nobody: none of them is matched by, looked up or written.
 */
export function addressIn(text: string): string {
  const trimmed = text.trim();
  return EMAIL.test(trimmed) ? trimmed : '';
}

/** Whether two texts are one address, which no two texts are that are none. */
export function sameAddress(a: string, b: string): boolean {
  const address = textKey(addressIn(a));
  return address !== '' && address === textKey(addressIn(b));
}
