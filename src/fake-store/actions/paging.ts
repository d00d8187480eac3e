import type { Switches } from '../switches.ts';
import { textOf, type ValueMap } from '../value.ts';

/** No source tells the real one. */
const DEFAULT_LIMIT = 100;

function numberOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Where the n-th page (from 0) begins, and how long it is. */
function pageBounds(index: number, limit: number, switches: Switches): { start: number; size: number } {
  const shortens = switches.shortPages && limit > 1;
  // Every second page is one row short, the first among them.
  const size = shortens && index % 2 === 0 ? limit - 1 : limit;
  const start = index * limit - (shortens ? Math.ceil(index / 2) : 0);
  // Each page brings something new, or a client that stops at a page without news would be wronged.
  const repeats = switches.repeatRows && limit - (shortens ? 1 : 0) > 1;
  return { start: repeats ? start - index : start, size };
}

export function pageOf<Row>(rows: readonly Row[], filter: ValueMap, switches: Switches): readonly Row[] {
  const asked = numberOf(textOf(filter.Limit)) || DEFAULT_LIMIT;
  const most = switches.pageRows || Number.POSITIVE_INFINITY;
  const limit = switches.afterCutPage === 'resumes' ? Math.min(asked, most) : asked;
  const page = numberOf(textOf(filter.Page)) ?? switches.pageBase;
  if (page < switches.pageBase && switches.pageZeroOfBaseOne === 'empty') return [];
  const { start, size } = pageBounds(Math.max(0, page - switches.pageBase), limit, switches);
  return rows.slice(start, start + Math.min(size, most));
}
