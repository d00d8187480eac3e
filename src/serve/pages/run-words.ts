import type { RunEntry } from '../../ledger/run-entry.ts';

const words: Readonly<Record<string, readonly [words: string, look: 'good' | 'warn' | 'bad']>> = {
  good: ['good', 'good'],
  open: ['done, something waits for you', 'warn'],
  differences: ['done, something differs', 'bad'],
  failed: ['failed', 'bad'],
  stopped: ['stopped before it was through', 'warn'],
  undone: ['took back what an earlier run had copied', 'warn'],
};

/** How a run went, for a bookkeeper. */
export function runWords({ status, endedAt, narrowed }: Pick<RunEntry, 'status' | 'endedAt' | 'narrowed'>): {
  readonly words: string;
  readonly look: 'good' | 'warn' | 'bad';
} {
  if (endedAt === null) return { words: 'under way, or cut off', look: 'warn' };
  const [told, look] = words[status] ?? [status, 'warn'];
  return { words: narrowed ? `${told}; of a part alone` : told, look };
}
