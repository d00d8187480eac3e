import { z } from 'zod';
import type { RunEntry } from '../../ledger/run-entry.ts';

const words: Readonly<Record<string, readonly [words: string, look: 'good' | 'warn' | 'bad']>> = {
  good: ['good', 'good'],
  open: ['done, something waits for you', 'warn'],
  differences: ['done, something differs', 'bad'],
  failed: ['failed', 'bad'],
  stopped: ['stopped before it was through', 'warn'],
  undone: ['took back what an earlier run had copied', 'warn'],
};

const ASKS = 'read, and copies nothing before your yes';

const problemsSchema = z.object({ problems: z.array(z.object({ code: z.string() })).min(1) });

/** Whether nothing kept it from being through but a question. A summary of another version may lack its problems. */
function asksOnly(summary: string | null): boolean {
  const problems = problemsSchema.safeParse(JSON.parse(summary ?? 'null')).data?.problems ?? [];
  return problems.length > 0 && problems.every(({ code }) => code === 'first-run-unconfirmed');
}

/** How a run went, for a bookkeeper. */
export function runWords({
  status,
  endedAt,
  narrowed,
  summary,
}: Pick<RunEntry, 'status' | 'endedAt' | 'narrowed' | 'summary'>): {
  readonly words: string;
  readonly look: 'good' | 'warn' | 'bad';
} {
  if (endedAt === null) return { words: 'under way, or cut off', look: 'warn' };
  const [told, look] = asksOnly(summary) ? ([ASKS, 'warn'] as const) : (words[status] ?? [status, 'warn']);
  return { words: narrowed ? `${told}; of a part alone` : told, look };
}
