import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { BatchStore } from '../../src/operations/export/batch.ts';
import { takeIfFree } from '../../src/session/decisions/take-left.ts';
import { orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

/** In the order in which they come, with whether the change is made by then; "none": nobody is killed. */
const moments: readonly (readonly [moment: string, isMade: boolean])[] = [
  ['before word is left', false],
  ['after word is left', false],
  ['before the change', false],
  ['after the change', true],
  ['before it is queued', true],
  ['after it is queued', true],
  ['before the ledger has it', true],
  ['before the queue is left', true],
  ['after the queue is left', true],
  ['before word is taken back', true],
  ['after word is taken back', true],
  ['none', true],
];

function child(what: string, { home }: TwoStores, moment: string): Promise<string> {
  const words = [what, join(home, 'pipeline.yaml'), randomUUID(), moment];
  const env = { ...process.env, MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: home };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join(import.meta.dirname, 'changing-child.ts'), ...words], { env }, (error) => {
      if (error === null) resolve('ended');
      else if (error.signal === 'SIGKILL') resolve('killed');
      else reject(error);
    });
  });
}

/** What the audit tells once somebody has opened the ledger to write, and once more. */
async function toldAfter(pipeline: Pipeline, home: string, event: string): Promise<string[]> {
  for (const _time of ['once', 'twice']) expect(await takeIfFree(pipeline, { home, now: Date.now })).toBe(true);
  const folder = `${pipeline.ledger}.decisions`;
  // What nobody will finish is not left there.
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  const ledger = openLedger(pipeline.ledger);
  try {
    const decisions = await ledger.decisions(50);
    return decisions.flatMap(({ entry }) => (entry.event === event ? [`${entry.who}: ${entry.detail}`] : []));
  } finally {
    await ledger.close();
  }
}

const held = [orderSeed({ OrderID: 'N100', GrandTotal: '11.64' })];

describe.each(moments)('killed %s', (moment, isMade) => {
  test(
    'the audit tells of a map once where the file was changed, and not at all where it was not',
    () =>
      withTwoStores({ orders: held }, async (stores) => {
        await stores.run();
        const pipeline = await stores.pipeline();
        expect(await child('map', stores, moment)).toBe(moment === 'none' ? 'ended' : 'killed');
        const text = readFileSync(join(stores.home, 'pipeline.yaml'), 'utf8');
        expect(text.includes('Camel')).toBe(isMade);
        // Edited since, by the way.
        if (isMade) writeFileSync(join(stores.home, 'pipeline.yaml'), `${text}\n# a note of ours\n`);
        expect(await toldAfter(pipeline, stores.home, 'mapped')).toEqual(
          isMade ? ['Ann: shipping method "Camel": nothing, now "Post": as the primary calls it'] : [],
        );
      }),
    60_000,
  );

  test(
    'the audit tells of a batch once where it is settled, and not at all where it is open',
    () =>
      withTwoStores({ orders: held }, async (stores) => {
        await stores.run();
        const pipeline = await stores.pipeline();
        const nothing = { products: [], customers: [], orders: [], payments: [], left: [] };
        const about = { pipeline: 'rules', format: 'csv', timeZone: 'Australia/Sydney', exported: false } as const;
        await new BatchStore(pipeline).add({ number: 1, ...about, ...nothing });
        expect(await child('confirm', stores, moment)).toBe(moment === 'none' ? 'ended' : 'killed');
        expect((await new BatchStore(pipeline).open()).length === 0).toBe(isMade);
        expect(await toldAfter(pipeline, stores.home, 'confirmed')).toEqual(
          isMade ? ['Ann: batch 1: open, now settled, 0 arrived, 0 missing: thrown away'] : [],
        );
      }),
    60_000,
  );
});
