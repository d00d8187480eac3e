import type { OtherSpellings } from '../../entities/writing/other-spellings.ts';
import { type Quarantined, quarantine } from '../../transform/outcome.ts';

/** Both of two keys that the primary mixes up have to wait: under either, the other's copy could be meant. */
export function keyAmbiguous(key: string, spellings: OtherSpellings): Quarantined | undefined {
  const other = key === '' ? undefined : spellings.mixedUpWith(key);
  if (other === undefined) return undefined;
  const named = `${JSON.stringify(key)} (${codePoints(key, other)})`;
  return quarantine('key-ambiguous', `The primary takes ${named} for ${JSON.stringify(other)}, which is another one`);
}

/** Many of them look the same on a screen. */
function codePoints(key: string, other: string): string {
  const common = new Set(other);
  const own = [...key].filter((character) => !common.has(character) || character > '\u007f');
  const shown = own
    .slice(0, 3)
    .map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  return shown.length === 0 ? 'plain letters' : shown.join(' ');
}
