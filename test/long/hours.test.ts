import { describe, expect, test } from 'vitest';
import { type HoursResult, simulateHours } from '../hours/simulate-hours.ts';

const HOURS = 24;
const QUARTERS = HOURS * 4;
/**
 * Bytes of objects that may have come in sixteen hours, of some 26,000,000: it was 103,000 of `serve` and 40,000 of `schedule`, nearly all of it
 * modules that are loaded for the first proof after midnight, and nothing in the eight hours after that. A kilobyte that is kept of each of the 128 runs, or 100 bytes
 * of each of the thousands of pages, is more.
 */
const MOST_OBJECTS = 150_000;

describe('twenty-four simulated hours of `schedule` and `serve`, with faults and visitors', {
  timeout: 900_000,
}, () => {
  let result: Promise<HoursResult> | undefined;
  /** The day is lived through once, for all that is asked of it. */
  const day = (signal: AbortSignal): Promise<HoursResult> => {
    result ??= simulateHours({ seed: 3, hours: HOURS, warmUp: 8, ordersPerHour: 4, faultRate: 0.015, signal });
    return result;
  };

  test('copy everything exactly once, to the cent, and do the work of each day once', async ({ signal }) => {
    const { violations, ended, faults, copies, proofs, backups, visits, decided, alerts } = await day(signal);
    expect(violations).toEqual([]);
    // Of Monday and of Tuesday, by the primary's clock.
    const days = ['au 2026-09-07', 'au 2026-09-08', 'nz 2026-09-07', 'nz 2026-09-08'];
    expect(proofs).toEqual(days.map((of) => `${of} no difference`));
    expect(backups).toEqual(days);
    // It must not be well for having done nothing.
    expect(Object.values(ended).reduce((sum, count) => sum + count, 0)).toBe(2 * QUARTERS);
    expect(ended['failed']).toBeGreaterThan(40);
    expect((ended['good'] ?? 0) + (ended['open'] ?? 0)).toBeGreaterThan(30);
    expect(faults).toBeGreaterThan(300);
    expect(copies).toBeGreaterThan(150);
    expect(alerts).toBeGreaterThan(20);
    expect(visits[200]).toBeGreaterThan(2_000);
    for (const refused of [401, 403, 404]) expect(visits[refused], `answers ${refused}`).toBeGreaterThan(20);
    expect(decided).toBeGreaterThan(20);
  });

  const processes = ['schedule', 'serve'] as const;
  test.for(processes)('let the memory of %s not grow any more after its warm-up', async (name, { signal }) => {
    const { warm, end } = (await day(signal))[name];
    const inMegabytes = (of: 'heap' | 'outside'): string =>
      `${of}: ${[warm, end].map((at) => (at[of] / 1_000_000).toFixed(2)).join(' MB, then ')} MB`;
    expect(end.heap / warm.heap, inMegabytes('heap')).toBeLessThan(1.1);
    expect(end.outside / warm.outside, inMegabytes('outside')).toBeLessThan(1.1);
    expect(end.objects - warm.objects, `objects: ${warm.objects} bytes, then ${end.objects}`).toBeLessThan(
      MOST_OBJECTS,
    );
  });

  test.for(processes)(
    'leave no more files and sockets of %s open than after its warm-up, and no timer',
    async (name, { signal }) => {
      const { warm, end } = (await day(signal))[name];
      expect(end.files).toEqual(warm.files);
      // Nobody is on the page any more, and no run goes on.
      expect(end.resources).toEqual(name === 'serve' ? ['TCPServerWrap'] : []);
    },
  );

  test.for(processes)(
    'let %s end by itself when it is stopped, with no handle left and no error uncaught',
    async (name, { signal }) => {
      const { left, gone, code, troubles } = (await day(signal))[name];
      expect(troubles).toEqual([]);
      expect(left).toEqual([]);
      expect({ gone, code }).toEqual({ gone: true, code: 143 });
    },
  );
});
