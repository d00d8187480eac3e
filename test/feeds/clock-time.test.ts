import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { instantOfClock } from '../../src/feeds/clock-time.ts';
import { many } from '../support/many.ts';

function looked(text: string, timeZone: string): string {
  return Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(timeZone).toInstant().toString();
}

/** Zones that are set by an hour, by half an hour, at midnight, never, and one that skipped a day. */
const zones = [
  'Australia/Sydney',
  'Australia/Perth',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Pacific/Apia',
];

test('each minute of the days on which clocks are set is the moment that a look at the zone gives', () => {
  const days = ['2026-04-05', '2026-10-04', '2018-11-04', '2018-02-17', '2006-10-29', '2011-12-30', '2011-12-31'];
  for (const zone of zones)
    for (const day of days)
      for (let minute = 0; minute < 1440; minute += 15) {
        const [hours, rest] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
        expect(instantOfClock(day, `${hours}:${rest}`, zone)).toBe(looked(`${day}T${hours}:${rest}:00`, zone));
      }
});

test('so is any moment, asked in any order', () => {
  const moment = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) }).map((time) => new Date(time));
  fc.assert(
    fc.property(moment, fc.constantFrom(...zones), (at, zone) => {
      const text = at.toISOString().slice(0, 19);
      expect(instantOfClock(text.slice(0, 10), text.slice(11), zone)).toBe(looked(text, zone));
    }),
    { numRuns: many(300, 10_000) },
  );
});

test('a day or time that there is not is refused', () => {
  for (const [day, time] of [
    ['2026-02-30', '10:00'],
    ['2026-13-01', '10:00'],
    ['2026-02-28', '24:00'],
    ['2026-02-28', '10:61'],
  ] as const)
    expect(() => instantOfClock(day, time, 'Australia/Perth')).toThrow(RangeError);
});
