import type { Switches } from './switches.ts';

/** By which SKUs and user names are known, as a database with one collation or another would have it. */
export function keyOf(text: string, alike: Switches['keysAlike']): string {
  if (alike === 'ascii-case') return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (alike === 'case') return text.toLowerCase();
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}
