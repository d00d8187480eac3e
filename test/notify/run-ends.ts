import type { RunOutcome } from '../../src/notify/conditions.ts';
import type { RunSummary } from '../../src/run/summary.ts';

const counts = { read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, quarantined: 0, pending: 0 };

export type Given = { held?: string[]; read?: number; narrowed?: boolean } & Partial<
  Pick<RunSummary, 'status' | 'problems' | 'differences' | 'warnings'>
>;

/** A name and a mail address that no message may hold. */
export const shopper = 'jane.citizen@example.com';

/** The end of a run, with only what matters to those who are told. */
export function ended({ held = [], read = 1, narrowed = false, ...more }: Given = {}): RunOutcome {
  const summary: Partial<RunSummary> = {
    run: 7,
    bound: {},
    pipeline: 'demo',
    status: more.status ?? 'good',
    stores: { west: { orders: { ...counts, read } }, south: { orders: { ...counts, read: 1 } } },
    quarantine: held.map((sourceId) => ({
      store: 'west',
      entity: 'customers',
      sourceId,
      targetId: null,
      code: 'customer-name-differs',
      reason: `about ${shopper}`,
      remedy: '',
      actions: [],
      amount: null,
    })),
    differences: more.differences ?? [],
    problems: more.problems ?? [],
    warnings: more.warnings ?? [],
    proof: null,
  };
  return { kind: 'ended', summary: summary as RunSummary, narrowed };
}

export const failing = ended({
  status: 'failed',
  problems: [{ store: 'west', code: 'request-refused', message: `west: the store said: no such user ${shopper}` }],
});
