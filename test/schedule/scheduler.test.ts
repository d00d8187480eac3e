import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemScheduleClock } from '../../src/schedule/schedule-clock.ts';
import { HeldJob, settled, startSchedule, TestClock } from './support.ts';

describe('a pipeline by its cron line', () => {
  test('starts at each of its times, and tells the next one in the time zone of the primary', async () => {
    const clock = new TestClock('2026-07-01T00:01:00Z');
    const held = new HeldJob(clock);
    const { stop, lines, ended } = startSchedule([held.job], clock);
    await clock.to('2026-07-01T00:15:10Z');
    await held.end('run 7 good: read 3');
    await clock.to('2026-07-01T00:31:00Z');
    await held.end();
    stop.abort();
    await ended;
    expect(held.times()).toEqual(['00:15:00', '00:30:00']);
    expect(lines.slice(0, 3)).toEqual([
      '2026-07-01 10:01:00 Sydney time  demo: next start 2026-07-01 10:15:00 Sydney time',
      '2026-07-01 10:15:10 Sydney time  demo: run 7 good: read 3, in 10 s',
      '2026-07-01 10:15:10 Sydney time  demo: next start 2026-07-01 10:30:00 Sydney time',
    ]);
  });

  test('runs at 2:30 once, also in the night that leaves 2:30 out and in the one that has it twice', async () => {
    for (const [from, to, starts] of [
      ['2026-10-03T10:00:00Z', '2026-10-05T10:00:00Z', 2],
      ['2026-04-04T10:00:00Z', '2026-04-06T10:00:00Z', 2],
    ] as const) {
      const clock = new TestClock(from);
      const held = new HeldJob(clock, { cron: '30 2 * * *', run: async () => String(held.starts.push(clock.now())) });
      const { stop, ended } = startSchedule([held.job], clock);
      await clock.to(to);
      stop.abort();
      await ended;
      expect(held.starts, from).toHaveLength(starts);
    }
  });

  test('never overlaps with itself: what it misses is said, and made up for by one run', async () => {
    const clock = new TestClock('2026-07-01T00:01:00Z');
    const held = new HeldJob(clock);
    const { stop, lines, ended } = startSchedule([held.job], clock);
    await clock.to('2026-07-01T01:05:00Z');
    expect(held.times()).toEqual(['00:15:00']);
    expect(lines.filter((line) => line.includes('is skipped'))).toHaveLength(3);
    await held.end();
    expect(held.times()).toEqual(['00:15:00', '01:05:00']);
    expect(lines.at(-1)).toMatch(/demo: 3 starts were skipped meanwhile; one run makes up for them now$/);
    await clock.to('2026-07-01T01:20:00Z');
    await held.end();
    // The run that made up for others is not made up for in its turn: the next start is the next regular one.
    expect(held.times()).toHaveLength(2);
    await clock.to('2026-07-01T01:30:00Z');
    expect(held.times()).toEqual(['00:15:00', '01:05:00', '01:30:00']);
    stop.abort();
    await ended;
  });

  test('goes on after a run that failed, and says why in one line', async () => {
    const clock = new TestClock('2026-07-01T00:01:00Z');
    const held = new HeldJob(clock);
    const { stop, lines, ended } = startSchedule([held.job], clock);
    await clock.to('2026-07-01T00:15:00Z');
    await held.fail('west: no connection\nto west');
    expect(lines[1]).toBe('2026-07-01 10:15:00 Sydney time  demo: failed after 0 s: west: no connection; to west');
    await clock.to('2026-07-01T00:30:00Z');
    expect(held.times()).toEqual(['00:15:00', '00:30:00']);
    stop.abort();
    await ended;
  });

  test('--once-now runs it at once, too', async () => {
    const clock = new TestClock('2026-07-01T00:01:00Z');
    const held = new HeldJob(clock);
    const { stop, ended } = startSchedule([held.job], clock, { onceNow: true });
    await settled();
    expect(held.times()).toEqual(['00:01:00']);
    await held.end();
    await clock.to('2026-07-01T00:15:00Z');
    expect(held.times()).toEqual(['00:01:00', '00:15:00']);
    stop.abort();
    await ended;
  });
});

describe('several pipelines', () => {
  test('run side by side, and one after another where they have one primary', async () => {
    const clock = new TestClock('2026-07-01T00:01:00Z');
    const [one, two, other] = ['one', 'two', 'other'].map(
      (name) => new HeldJob(clock, { name, lane: name === 'other' ? 'b.example' : 'a.example' }),
    );
    if (one === undefined || two === undefined || other === undefined) throw new RangeError('three jobs');
    const { stop, ended } = startSchedule([one.job, two.job, other.job], clock);
    await clock.to('2026-07-01T00:20:00Z');
    expect([one, two, other].map(({ starts }) => starts.length)).toEqual([1, 0, 1]);
    await one.end();
    expect(two.times()).toEqual(['00:20:00']);
    await two.end();
    await other.end();
    stop.abort();
    await ended;
  });

  test('one that fails in its lane does not hold up the next one', async () => {
    const clock = new TestClock('2026-07-01T00:01:00Z');
    const one = new HeldJob(clock, { name: 'one', lane: 'a.example' });
    const two = new HeldJob(clock, { name: 'two', lane: 'a.example' });
    const { stop, ended } = startSchedule([one.job, two.job], clock);
    await clock.to('2026-07-01T00:15:00Z');
    await one.fail('down');
    expect(two.starts).toHaveLength(1);
    stop.abort();
    await ended;
  });
});

describe('a stop', () => {
  test('ends what waits at once', async () => {
    const clock = new TestClock('2026-07-01T00:01:00Z');
    const held = new HeldJob(clock);
    const { stop, ended } = startSchedule([held.job], clock);
    await settled();
    stop.abort();
    await ended;
    expect(held.starts).toEqual([]);
  });

  test('waits for a run that is going, which is told to stop, and starts no other', async () => {
    const clock = new TestClock('2026-07-01T00:01:00Z');
    let release: (outcome: string) => void = () => {};
    let told = false;
    const held = new HeldJob(clock, {
      run: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            told = true;
          });
          release = resolve;
        }),
    });
    const { stop, lines, ended } = startSchedule([held.job], clock);
    await clock.to('2026-07-01T00:40:00Z');
    let over = false;
    void ended.then(() => {
      over = true;
    });
    stop.abort();
    await settled();
    expect([told, over]).toEqual([true, false]);
    release('run 1 stopped: read 2');
    await ended;
    expect(lines.at(-1)).toMatch(/run 1 stopped: read 2, in 25 min 0 s$/);
  });
});

describe('a clock that was a day ahead for a moment', () => {
  test('keeps no pipeline waiting for that day: the next start is the next one by the clock as it is', async () => {
    const clock = new TestClock('2026-07-02T00:01:00Z');
    const held = new HeldJob(clock);
    const { stop, lines, ended } = startSchedule([held.job], clock);
    await settled();
    await clock.back('2026-07-01T00:01:03Z');
    expect(lines.at(-1)).toMatch(/next start 2026-07-01 10:15:00 Sydney time$/);
    await clock.to('2026-07-01T00:15:00Z');
    expect(held.times()).toEqual(['00:15:00']);
    // While it runs, as well: no start is counted as skipped that never came.
    await clock.to('2026-07-01T00:29:00Z');
    await clock.back('2026-06-30T00:29:00Z');
    await held.end();
    await clock.to('2026-06-30T00:30:00Z');
    expect(held.times()).toEqual(['00:15:00', '00:30:00']);
    expect(lines.filter((line) => line.includes('skipped'))).toEqual([]);
    stop.abort();
    await ended;
  });

  afterEach(() => vi.useRealTimers());

  test('is noticed within a minute by who waits', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.parse('2026-07-02T00:01:00Z') });
    let woken = false;
    const waiting = systemScheduleClock.until(Date.parse('2026-07-02T00:15:00Z'), new AbortController().signal);
    void waiting.then(() => {
      woken = true;
    });
    await vi.advanceTimersByTimeAsync(3000);
    vi.setSystemTime(Date.parse('2026-07-01T00:01:03Z'));
    expect(woken).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(woken).toBe(true);
  });
});
