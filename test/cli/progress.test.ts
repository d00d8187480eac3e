import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlainProgress } from '../../src/cli/progress/plain.ts';
import { showProgress } from '../../src/cli/progress/show.ts';
import type { Pipeline } from '../../src/config/pipeline.ts';
import type { ProgressEvent } from '../../src/session/progress.ts';
import { ProgressBoard } from '../../src/session/progress-board.ts';
import { demoPipeline } from '../fixtures/support.ts';

const read = (count: number): ProgressEvent => ({ kind: 'read', store: 'west', entity: 'orders', count });
const settled = (count: number): ProgressEvent => ({ kind: 'settled', store: 'west', entity: 'orders', count });

describe('lines for a log', () => {
  test('one for each phase, and one in ten seconds that says how far it is and how long it takes', () => {
    let time = 0;
    const lines: string[] = [];
    const board = new ProgressBoard(() => time);
    const plain = new PlainProgress(
      board,
      (text) => lines.push(text),
      () => time,
      'Australia/Sydney',
    );
    const take = (event: ProgressEvent): void => {
      board.take(event);
      plain.take(event);
    };
    take({ kind: 'phase', phase: 'extract' });
    take({ kind: 'expected', store: 'west', entity: 'orders', count: 300 });
    for (time = 100; time <= 20_000; time += 100) {
      take(read(1));
      take(settled(1));
    }
    expect(lines).toEqual([
      '10:00:00 Sydney time  Reads and copies',
      '10:00:10 Sydney time  west orders 100 of 300 read, 99 done; about 21 s left',
      '10:00:20 Sydney time  west orders 200 of 300 read, 199 done; about 11 s left',
    ]);
  });

  test('of several stores and entities, a line for each, so that none is torn', () => {
    let time = 0;
    const lines: string[] = [];
    const board = new ProgressBoard(() => time);
    const plain = new PlainProgress(
      board,
      (text) => lines.push(text),
      () => time,
      'Australia/Sydney',
    );
    for (time = 0; time <= 10_000; time += 1_000) {
      for (const store of ['westline-camping', 'southern-trail'])
        for (const entity of ['orders', 'payments'] as const) {
          const event: ProgressEvent = { kind: 'read', store, entity, count: 100 };
          board.take(event);
          plain.take(event);
        }
    }
    expect(lines.length).toBeGreaterThan(2);
    expect(lines[0]).toMatch(/^10:00:10 Sydney time {2}southern-trail orders [\d,]+ read, 0 done$/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test('a long wait is told with its reason, a short one is not', () => {
    let time = 0;
    const lines: string[] = [];
    const board = new ProgressBoard(() => time);
    const plain = new PlainProgress(
      board,
      (text) => lines.push(text),
      () => time,
      'Australia/Sydney',
    );
    time = 1_000;
    for (const milliseconds of [200, 42_000, 41_900]) {
      const event: ProgressEvent = { kind: 'wait', wait: { store: 'primary', milliseconds, reason: 'rate-limit' } };
      board.take(event);
      plain.take(event);
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('waits 42 s for primary: its limit of requests a minute');
  });
});

describe('on a terminal', () => {
  let pipeline: Pipeline;
  let drawn = '';
  const notes: string[] = [];
  beforeAll(async () => {
    pipeline = await demoPipeline();
  });
  afterAll(() => expect(notes).toEqual([]));

  test('a line for each store and entity, with counts, waits and what failed; nothing is left running', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 120, rows: 40 });
    terminal.on('data', (bytes: Buffer) => {
      drawn += bytes.toString();
    });
    const shown = showProgress(
      {
        environment: {},
        folder: '.',
        signal: new AbortController().signal,
        line: '',
        terminal: terminal as unknown as NodeJS.WriteStream,
        now: Date.now,
        print: () => {},
        note: (text) => notes.push(text),
        end: () => {},
        run: async () => 0,
      },
      pipeline,
    );
    shown.take({ kind: 'phase', phase: 'extract' });
    shown.take({ kind: 'expected', store: 'west', entity: 'orders', count: 240 });
    shown.take(read(100));
    shown.take(settled(40));
    shown.take({ kind: 'problem', code: 'store-unreachable', store: 'south', message: 'south: no connection' });
    shown.take({ kind: 'wait', wait: { store: 'primary', milliseconds: 60_000, reason: '429' } });
    await shown.end();
    const text = stripVTControlCharacters(drawn);
    expect(text).toContain('west orders: 100 of 240 read, 40 done');
    expect(text).toMatch(/✔ west orders/);
    // What it stays with says that it is over, and promises nothing more.
    const last = text.slice(text.lastIndexOf('Ended after'));
    expect(last).toMatch(/^Ended after \d+ s/);
    expect(last).toContain('west products: nothing new');
    expect(last).not.toContain('yet');
    expect(text).toMatch(/✖ south orders/);
    expect(text).toMatch(/waits (59|60) s for primary: the store asked for a pause/);
  });
});
