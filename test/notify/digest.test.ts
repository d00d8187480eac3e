import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { type Instant, instant, lastWeekly } from '../../src/model/time.ts';
import { composeDigest } from '../../src/notify/digest.ts';
import { blank, type ToldMemory } from '../../src/notify/memory.ts';
import type { ToDoSum } from '../../src/verdict/to-do-sums.ts';
import { demoPipeline } from '../fixtures/support.ts';
import { ended } from './run-ends.ts';

const waits: ToDoSum = {
  ...{ kind: 'decision', store: 'west', entity: 'orders', code: 'total-differs', count: 3, unknownAmounts: 0 },
  follows: false,
  amounts: [{ currency: 'AUD', amount: '412' as never }],
  text: '3 orders of west (A$ 412.00) wait for you: …',
  since: instant('2026-10-20T00:00:00Z'),
};

/** What happens at these moments, one after another; the messages that came, by their moment. */
async function at(moments: readonly string[], own: Partial<Pipeline['onProblem']> = {}, reads = true) {
  const demo = await demoPipeline();
  const onProblem = { ...demo.onProblem, digest: 'weekly' as const, ...own };
  const pipeline = { ...demo, primary: { ...demo.primary, timezone: 'Australia/Sydney' }, onProblem };
  const told: { at: string; since: string; title: string }[] = [];
  let memory: ToldMemory = blank;
  for (const moment of moments) {
    let since = '';
    const standing = async () => ({
      ...{ verdict: [], toDos: [waits] },
      copiedSince: async (from: Instant) => {
        since = from;
        return ['west: 3 orders copied.'];
      },
    });
    const options = {
      pipeline,
      outcome: ended(),
      now: Date.parse(moment),
      standing: reads ? standing : async () => null,
    };
    const { draft, before } = await composeDigest(options, memory);
    memory = draft === undefined ? before : draft.delivered(before);
    if (draft !== undefined) told.push({ at: moment, since, title: draft.message.title });
  }
  return told;
}

describe('the weekly message', () => {
  test('comes with the first run after its hour by the clock of the primary, and says what was copied since the one before', async () => {
    const moments = [
      '2026-10-28T00:00:00Z',
      '2026-11-01T20:59:00Z',
      '2026-11-01T21:00:00Z',
      '2026-11-01T21:15:00Z',
      '2026-11-09T03:00:00Z',
    ];
    expect(await at(moments)).toEqual([
      {
        at: '2026-11-01T21:00:00Z',
        since: '2026-10-28T00:00:00Z',
        title: 'demo: the week, 3 orders wait for you (A$ 412.00)',
      },
      {
        at: '2026-11-09T03:00:00Z',
        since: '2026-11-01T21:00:00Z',
        title: 'demo: the week, 3 orders wait for you (A$ 412.00)',
      },
    ]);
  });

  test('keeps its hour when the clocks change', async () => {
    // In Sydney the clocks go back on 5 April and forward on 4 October 2026.
    const sunday = { digestDay: 'sunday', digestHour: 2 } as const;
    const back = ['2026-03-29T00:00:00Z', '2026-04-04T14:59:00Z', '2026-04-04T15:00:00Z', '2026-04-04T16:30:00Z'];
    expect((await at(back, sunday)).map((one) => one.at)).toEqual(['2026-04-04T15:00:00Z']);
    const forward = ['2026-09-28T00:00:00Z', '2026-10-03T15:59:00Z', '2026-10-03T16:00:00Z', '2026-10-03T17:00:00Z'];
    expect((await at(forward, sunday)).map((one) => one.at)).toEqual(['2026-10-03T16:00:00Z']);
  });

  test('is not held up by a clock that was years ahead once, nor doubled by one that was set back', async () => {
    const ahead = ['2026-10-28T00:00:00Z', '2036-10-28T00:00:00Z', '2026-10-29T00:00:00Z', '2026-11-01T22:00:00Z'];
    expect((await at(ahead)).map((one) => one.at)).toEqual(['2036-10-28T00:00:00Z', '2026-11-01T22:00:00Z']);
    const back = ['2026-10-28T00:00:00Z', '2026-11-01T22:00:00Z', '2026-10-31T00:00:00Z', '2026-11-01T22:30:00Z'];
    expect((await at(back)).map((one) => one.at)).toEqual(['2026-11-01T22:00:00Z']);
  });

  test('waits for a run that can read the ledger', async () => {
    expect(await at(['2026-10-28T00:00:00Z', '2026-11-02T00:00:00Z'], {}, false)).toEqual([]);
  });

  test('does not come unasked', async () => {
    expect(await at(['2026-10-28T00:00:00Z', '2026-11-02T00:00:00Z'], { digest: 'never' })).toEqual([]);
  });
});

test('the last such hour is one of the last seven days, in each zone and at each hour', () => {
  for (const timeZone of ['Australia/Sydney', 'Australia/Lord_Howe', 'UTC', 'America/St_Johns'])
    for (let hour = 0; hour < 24; hour += 1)
      for (let day = 0; day < 400; day += 13) {
        const now = instant(new Date(Date.parse('2026-01-01T12:34:00Z') + day * 86_400_000).toISOString());
        const { at: last } = lastWeekly(now, { timeZone, weekday: (day % 7) + 1, hour });
        expect(last <= now).toBe(true);
        expect(Date.parse(now) - Date.parse(last)).toBeLessThan(7 * 86_400_000 + 2 * 3_600_000);
      }
});
