import { expect, test } from 'vitest';
import { instant } from '../../src/model/time.ts';
import { inTimeOf, minuteOf, momentWords } from '../../src/model/time-words.ts';

const sydney = 'Australia/Sydney';

test('two moments that one wall clock shows are told apart by their offset, and no other bears one', () => {
  expect(
    ['2026-04-04T14:59:59Z', '2026-04-04T15:30:00Z', '2026-04-04T16:30:00Z', '2026-04-04T17:00:00Z'].map((at) =>
      momentWords(instant(at), sydney),
    ),
  ).toEqual([
    '2026-04-05 01:59:59 Sydney time',
    '2026-04-05 02:30:00 Sydney time (UTC+11)',
    '2026-04-05 02:30:00 Sydney time (UTC+10)',
    '2026-04-05 03:00:00 Sydney time',
  ]);
  // The hour that is left out in spring, and a zone without daylight saving, have no such moments.
  expect(momentWords(instant('2026-10-03T16:00:00Z'), sydney)).toBe('2026-10-04 03:00:00 Sydney time');
  expect(momentWords(instant('2026-04-04T16:30:00Z'), 'Australia/Perth')).toBe('2026-04-05 00:30:00 Perth time');
  expect(minuteOf(instant('2026-04-04T16:30:00Z'), sydney)).toBe('2026-04-05 02:30 (UTC+10)');
  expect(inTimeOf('Australia/Lord_Howe', 'at 2026-04-04T15:10:00Z.')).toBe(
    'at 2026-04-05 01:40:00 Lord Howe time (UTC+10:30).',
  );
});
