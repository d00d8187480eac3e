import { type Instant, instantSchema } from '../model/time.ts';
import type { Mark, MarkLimits, TakenBack } from './watermark.ts';
import type { Writer } from './writer.ts';

/** Puts back what a wrong clock wrote: the only time that a mark moves back. */
export function takeBackMarks(
  writer: Writer,
  run: number,
  store: string,
  marks: readonly Mark[],
  { latest, toleranceSeconds }: MarkLimits,
): TakenBack[] {
  const taken: TakenBack[] = [];
  for (const { entity, slice } of marks) {
    const row = writer.get(
      'SELECT upto FROM cursor WHERE store = ? AND entity = ? AND slice = ? AND upto > ?',
      store,
      entity,
      slice,
      latest,
    );
    if (row === undefined) continue;
    const from = instantSchema.parse(row['upto']);
    const to = lastSoundBound(writer, run, store, { latest, toleranceSeconds });
    if (to === null)
      writer.run('DELETE FROM cursor WHERE store = ? AND entity = ? AND slice = ?', store, entity, slice);
    else
      writer.run('UPDATE cursor SET upto = ? WHERE store = ? AND entity = ? AND slice = ?', to, store, entity, slice);
    const what = slice === '' ? 'watermark' : `mark ${slice}`;
    const key = { store, entity, sourceId: '' };
    writer.audit(run, key, 'taken-back', `${what} from ${from} to ${to ?? 'the beginning'}`);
    taken.push({ entity, slice, from, to });
  }
  return taken;
}

/**
 * The bound of the last whole run of this store that read by a clock that can have been right: a bound well after the
 * beginning of its own run is what a wrong one looks like. What was written by a clock of ours that was ahead itself is none either.
 */
function lastSoundBound(
  writer: Writer,
  run: number,
  store: string,
  { latest, toleranceSeconds }: MarkLimits,
): Instant | null {
  const path = `$.bound.${JSON.stringify(store)}`;
  const row = writer.get(
    `SELECT json_extract(summary, ?1) AS bound FROM run
     WHERE id < ?2 AND narrowed = 0 AND summary IS NOT NULL AND json_extract(summary, ?1) <= ?3
       AND json_extract(summary, ?1) <= strftime('%Y-%m-%dT%H:%M:%SZ', started_at, ?4)
     ORDER BY id DESC LIMIT 1`,
    path,
    run,
    latest,
    `+${toleranceSeconds} seconds`,
  );
  return row === undefined ? null : instantSchema.parse(row['bound']);
}
