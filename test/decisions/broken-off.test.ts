import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { asSeen } from '../../src/decisions/as-seen.ts';
import { decide } from '../../src/decisions/decide.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { decisionsFolder } from '../../src/session/decisions/folder-shelf.ts';
import { DecisionQueue } from '../../src/session/decisions/queue.ts';
import { takeIfFree } from '../../src/session/decisions/take-left.ts';
import { openOwnLedger } from '../../src/session/own-ledger.ts';
import { Resources } from '../../src/session/resources.ts';
import { formsOf, personWith } from '../serve/support/deciding.ts';
import { logIn, namedTokens, plainPipelines, withServed, words } from '../serve/support/served.ts';

const environment = { KEY: 'key-of-nobody' };
const COUNT = 450;
const numbers = Array.from({ length: COUNT }, (_, place) => `N${1_001 + place}`);
const keyOf = (sourceId: string) => ({ store: 'west', entity: 'orders', sourceId }) as const;

interface Waiting {
  readonly file: string;
  readonly home: string;
  readonly pipeline: Pipeline;
  /** Opens the ledger as whoever writes to it. */
  use<T>(work: (ledger: Ledger) => Promise<T>): Promise<T>;
  /** The last one of them can't be written any more, until it is let. */
  spoil(): void;
  mend(): void;
}

/** Orders that all wait for one shipping method. */
async function withWaiting(work: (waiting: Waiting) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'broken-off-'));
  const [file = ''] = plainPipelines(home);
  const pipeline = await readPipeline(file, environment);
  const use: Waiting['use'] = async (own) => {
    const resources = new Resources();
    try {
      return await own(await openOwnLedger(pipeline, { now: Date.now, home }, resources));
    } finally {
      await resources.close();
    }
  };
  const execute = (sql: string): void => {
    const database = new DatabaseSync(pipeline.ledger);
    database.exec(sql);
    database.close();
  };
  try {
    await use(async (ledger) => {
      const run = await ledger.beginRun({ narrowed: false });
      const payload = JSON.stringify({ shippingMethod: 'Pallet' });
      const records = numbers.map((sourceId) => ({ sourceId, hash: sourceId, payload }));
      await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: '', records });
      const about = { reason: 'shipping-method-unmapped', message: 'Shipping method "Pallet"' } as const;
      await ledger.decide(
        run,
        numbers.map((sourceId) => ({ kind: 'quarantine', key: keyOf(sourceId), ...about })),
      );
      await ledger.finishRun(run, 'open', '{}');
    });
    const last = numbers.at(-1) ?? '';
    const refusal = `BEFORE UPDATE ON record WHEN old.source_id = '${last}' BEGIN SELECT raise(ABORT, 'no'); END`;
    await work({
      ...{ file, home, pipeline, use },
      spoil: () => execute(`CREATE TRIGGER spoilt ${refusal}`),
      mend: () => execute('DROP TRIGGER spoilt'),
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function tried(ledger: Ledger): Promise<number[]> {
  const histories = await ledger.histories('west', 'orders', numbers);
  return numbers.map((id) => (histories.get(id) ?? []).filter(({ event }) => event === 'retry').length);
}

test('a decision about hundreds that is broken off in the middle is ended by whoever comes next, once for each', () =>
  withWaiting(async ({ pipeline, home, use, spoil, mend }) => {
    const waiting = await use((ledger) => ledger.quarantined());
    const request = { kind: 'retry', reason: 'it is there now', another: false, records: waiting.map(asSeen) } as const;
    const id = randomUUID();
    const say = () => decide({ pipeline, home, now: Date.now }, { id, by: 'Ann', request });
    spoil();
    expect(await say()).toEqual({ kind: 'queued', why: 'broken-off' });
    mend();
    expect(await new DecisionQueue(pipeline).isEmpty()).toBe(false);
    expect(await takeIfFree(pipeline, { home, now: Date.now })).toBe(true);
    expect(await new DecisionQueue(pipeline).isEmpty()).toBe(true);
    expect(await use(tried)).toEqual(numbers.map(() => 1));
    expect(await say()).toMatchObject({ kind: 'taken', refusals: [] });
    expect(await use(tried)).toEqual(numbers.map(() => 1));
  }));

test('the page says how much of it is done, and never that all of it is', () =>
  withWaiting(async ({ file, home, spoil, mend, pipeline }) => {
    await withServed({ files: [file], environment, home, tokens: namedTokens() }, async (served) => {
      const dora = personWith(served, await logIn(served, words.decider));
      const { text } = await dora.get('/pipelines/au/to-dos');
      expect(text).toContain('450 orders');
      const form = formsOf(text).find(({ fields }) => fields['kind'] === 'retry');
      if (form === undefined) throw new Error('There is no form to try them again');
      const { yes } = await dora.look(form, { reason: 'it is there now' });
      spoil();
      const sent = await dora.send(yes);
      expect(sent.status).toBe(303);
      const begun = await dora.get(sent.headers.location ?? '');
      expect(begun.text).toContain('400 of 450 are done');
      expect(begun.text).not.toContain('<b>Done.</b>');
      mend();
      await takeIfFree(pipeline, { home, now: Date.now });
      expect((await dora.get(sent.headers.location ?? '')).text).toContain('<b>Done.</b>');
    });
  }));

test('where a decision can neither be taken nor kept, the page says that nothing is done, and the same yes is taken once there is room', () =>
  withWaiting(async ({ file, home, pipeline, use }) => {
    await withServed({ files: [file], environment, home, tokens: namedTokens() }, async (served) => {
      const dora = personWith(served, await logIn(served, words.decider));
      const { text } = await dora.get('/pipelines/au/to-dos');
      const form = formsOf(text).find(({ fields }) => fields['kind'] === 'retry');
      if (form === undefined) throw new Error('There is no form to try them again');
      const { yes } = await dora.look(form, { reason: 'it is there now' });
      // As on a disk on which no file has room any more.
      const folder = decisionsFolder(pipeline);
      rmSync(folder, { recursive: true, force: true });
      writeFileSync(folder, '');
      const sent = await dora.send(yes);
      expect(sent.status).toBe(503);
      expect(sent.text).toContain('<h1>Not done</h1>');
      expect(sent.text).toContain('nothing of it waits');
      rmSync(folder);
      expect(await use(tried)).toEqual(numbers.map(() => 0));
      const again = await dora.send(yes);
      expect((await dora.get(again.headers.location ?? '')).text).toContain('<b>Done.</b>');
      expect(await use(tried)).toEqual(numbers.map(() => 1));
    });
  }));
