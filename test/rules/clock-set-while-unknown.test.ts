import { describe, expect, test } from 'vitest';
import { primaryThat } from './support/between-primary.ts';
import { keyless, reading, withKeyless, writing } from './support/keyless.ts';

const DAY = 24 * 60;

describe.each(keyless)('while it is unknown what became of one of the %s', (entity) => {
  test.each([
    ['our clock jumps ahead by a day', { own: DAY, primary: 0 }],
    ['our clock jumps back by a day, and then is right', { own: -DAY, primary: 0 }],
    ['the primary’s clock jumps ahead by a day', { own: 0, primary: DAY }],
  ])('and %s, it is not called absent, nor sent again', async (_, jump) => {
    let minutes = 0;
    let jumped = { own: 0, primary: 0 };
    const begun = Date.parse('2026-07-20T00:00:00Z');
    const at = (ahead: number) => begun + (minutes + ahead) * 60_000;
    let hidden = true;
    const between = primaryThat({
      [writing[entity]]: async (ask) => ({ ...(await ask()), ack: 'success', body: {} }),
      [reading[entity]]: async (ask) => (hidden ? { ...(await ask()), body: {} } : ask()),
    });
    await withKeyless(
      ['11.00'],
      async ({ run, there, sent }) => {
        const pending = async (): Promise<number> =>
          (await run({ between, now: () => at(jumped.own) })).stores['west']?.[entity]?.pending ?? 0;
        expect(await pending()).toBe(1);
        jumped = jump;
        // As often as it takes, within less than `settleAfterSeconds` of true time.
        for (minutes = 1; minutes < 4; minutes += 1) expect(await pending()).toBe(1);
        jumped = { own: 0, primary: 0 };
        expect(await pending()).toBe(1);
        expect(sent(entity)).toBe(1);
        hidden = false;
        minutes += 1;
        expect(await pending()).toBe(0);
        expect(there(entity)).toHaveLength(1);
        expect(sent(entity)).toBe(1);
      },
      { only: entity, clock: () => at(0), mainClock: () => at(jumped.primary) },
    );
  });

  test('it is called absent once the time has passed by both clocks, and is sent again', async () => {
    let minutes = 0;
    let lost = true;
    const at = () => Date.parse('2026-07-20T00:00:00Z') + minutes * 60_000;
    const between = primaryThat({
      [writing[entity]]: async (ask) =>
        lost ? { ack: 'success', errors: [], warnings: [], currentTime: null, body: {} } : ask(),
    });
    await withKeyless(
      ['11.00'],
      async ({ run, there }) => {
        await run({ between, now: at });
        lost = false;
        // The primary's clock is a day behind the whole time: that is no reason to wait.
        for (minutes = 3; minutes <= 15; minutes += 3) await run({ between, now: at });
        expect(there(entity)).toHaveLength(1);
      },
      { only: entity, clock: at, mainClock: () => at() - 23 * 3_600_000 },
    );
  });
});

describe('this machine’s clock', () => {
  test.each([
    ['forward', DAY],
    ['back', -DAY],
  ])('is told to have been put %s while a run went on, and the run goes by the time that passed', async (way, by) => {
    let ahead = 0;
    const between = primaryThat({
      GetPayment: async (ask) => {
        ahead = by;
        return ask();
      },
    });
    await withKeyless(
      ['11.00'],
      async ({ run, there }) => {
        const begun = Date.now();
        const summary = await run({ between, now: undefined, wall: () => begun + ahead * 60_000 });
        expect(summary.warnings.filter(({ code }) => code === 'clock-was-set')).toEqual([
          expect.objectContaining({ message: expect.stringContaining(`put ${way} by`) }),
        ]);
        expect(there('payments')).toHaveLength(1);
        const quiet = await run({ now: undefined, wall: () => begun });
        expect(quiet.warnings.map(({ code }) => code)).not.toContain('clock-was-set');
      },
      { only: 'payments', clock: Date.now },
    );
  });
});
