import { expect, test } from 'vitest';
import { forgetful } from '../../../src/entities/writing/referenced.ts';
import { elsewhereAmong } from '../../../src/entities/writing/stands-elsewhere.ts';
import { decimal } from '../../../src/model/money.ts';
import type { Instant } from '../../../src/model/time.ts';

const amount = decimal('5.00');
/** A return of W105 that the primary does not show, and one on W100 that bears the beginning of its reference. */
const written = {
  item: {
    key: { store: 'west', entity: 'rmas', sourceId: '11' },
    targetId: 'west:11',
    draft: { orderId: 'W105', amount },
  },
  at: '2026-07-20T00:00:00Z' as Instant,
} as const;
const shown = { orderId: 'W100', amount, texts: ['west:1'], existing: {} };

test.each([
  { sent: false, found: [{ meantFor: 'W105', standsOn: 'W100' }] },
  { sent: true, found: [] },
])(
  'what bears the beginning of a reference is taken for it on another order, unless another was sent under that (sent: $sent)',
  async ({ sent, found }) => {
    const memory = { ...forgetful, wasSent: async () => sent };
    const elsewhere = await elsewhereAmong([written], [shown], (draft) => draft, memory);
    expect([...elsewhere.values()]).toEqual(found);
  },
);
