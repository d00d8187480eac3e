import { z } from 'zod';
import { type Claim, claims, type LedgerPlace } from './claim.ts';
import type { Writer } from './writer.ts';

const placeSchema = z.object({
  homeId: z.string(),
  home: z.string(),
  path: z.string(),
  inode: z.string(),
  machine: z.string(),
});

export function meta(writer: Writer, key: string): string | undefined {
  const value = writer.get('SELECT value FROM meta WHERE key = ?', key)?.['value'];
  return value === undefined ? undefined : String(value);
}

function setMeta(writer: Writer, key: string, value: string): void {
  writer.run(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    key,
    value,
  );
}

export function placeOf(writer: Writer): LedgerPlace | null {
  const place = meta(writer, 'place');
  return place === undefined ? null : placeSchema.parse(JSON.parse(place));
}

export function pinPlace(writer: Writer, place: LedgerPlace): void {
  setMeta(writer, 'place', JSON.stringify(place));
}

/** Ledgers of earlier versions have none, and made copies that name none. */
export function generationOf(writer: Writer): number {
  return Number(meta(writer, 'generation') ?? 1);
}

export function claimedAs(writer: Writer): Claim | null {
  return claims.find((claim) => claim === meta(writer, 'claimed')) ?? null;
}

export function claim(writer: Writer, why: Claim, than: number): void {
  const generation = Math.max(generationOf(writer), than) + 1;
  setMeta(writer, 'generation', String(generation));
  setMeta(writer, 'claimed', why);
  writer.audit(0, { store: '', entity: 'orders', sourceId: '' }, 'claimed', `${why}: generation ${generation}`);
}

export function settleClaim(writer: Writer, highest: number): void {
  if (highest >= generationOf(writer)) setMeta(writer, 'generation', String(highest + 1));
  setMeta(writer, 'claimed', '');
}
