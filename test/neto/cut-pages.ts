import { ok, type SeenRequest, type Step } from './scripted-store.ts';

export interface Cut {
  /** Where the store begins to count. */
  readonly base: 0 | 1;
  /** No page has more rows than this, whatever Limit says. */
  readonly cap: number;
  /**
   * - `resumes`: the next page begins where the cut one ended.
   * - `gap`: the next page begins where the cut one would have ended in full.
   */
  readonly after: 'resumes' | 'gap';
}

/** A store that silently cuts its pages (reference, section 4, quirk 15). */
export function cutPage(
  { filter }: SeenRequest,
  { base, cap, after }: Cut,
  entity: string,
  rows: readonly object[],
): Step {
  const limit = Number(filter['Limit'] ?? 10);
  const page = Math.max(0, Number(filter['Page'] ?? base) - base);
  const size = Math.min(limit, cap);
  const start = page * (after === 'gap' ? limit : size);
  return { ...ok, [entity]: rows.slice(start, start + size) };
}

/** Rows whose field is one of the keys of the filter. */
export function filtered<Row extends Readonly<Record<string, unknown>>>(
  { filter }: SeenRequest,
  field: string,
  rows: readonly Row[],
): Row[] {
  const keys = [filter[field] ?? []].flat().map(String);
  return rows.filter((row) => keys.includes(String(row[field])));
}
