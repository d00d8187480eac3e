import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { instantOfMilliseconds } from '../../src/model/time.ts';
import { decisionsFolder } from '../../src/session/decisions/folder-shelf.ts';
import { DecisionQueue } from '../../src/session/decisions/queue.ts';
import { queuedDecisionSchema } from '../../src/session/decisions/queued-decision.ts';

test('a decision that is sent several times at once waits once', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'queue-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const pipeline = { ledger: path.join(folder, 'ledger.db') };
  const decision = queuedDecisionSchema.parse({
    version: 1,
    id: '5f3c1a52-6c1d-4b56-9d3e-0a4f7d1c2b11',
    at: instantOfMilliseconds(Date.parse('2026-11-30T00:00:00Z')),
    by: 'anna',
    request: {
      kind: 'retry',
      reason: 'the SKU is mended',
      another: false,
      records: [{ store: 'west', entity: 'orders', sourceId: 'N100', seen: 'as it was' }],
    },
  });
  const sent = await Promise.all(Array.from({ length: 5 }, () => new DecisionQueue(pipeline).add(decision)));
  expect(sent.filter((state) => state === 'queued')).toHaveLength(1);
  expect(sent.filter((state) => state === 'known')).toHaveLength(4);
  expect(readdirSync(decisionsFolder(pipeline))).toHaveLength(1);
});
