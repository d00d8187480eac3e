import type { TestResult } from '../../notify/send-test.ts';
import type { WayStanding } from '../../notify/standing-of-ways.ts';

/** `e-mail to books@main-store.com.au: …`, each on a line */
export function wayLines(ways: readonly WayStanding[]): string[] {
  return ways.map((way) => `${wayWords(way)}: ${standingWords(way)}`);
}

/** Those alone to whom nothing arrives. */
export function failingLines(ways: readonly WayStanding[]): string[] {
  return wayLines(ways.filter(({ failing }) => failing !== null));
}

function wayWords({ kind, to }: Pick<WayStanding, 'kind' | 'to'>): string {
  return kind === 'webhook' ? 'webhook' : `e-mail to ${to}`;
}

function standingWords({ deliveredAt, failing }: WayStanding): string {
  if (failing !== null) return `nothing arrives since ${failing.since}: ${failing.reason}`;
  return deliveredAt === null ? 'nothing was to be told yet' : `the last message arrived ${deliveredAt}`;
}

/** What became of each test, and what to do. */
export function testLines(tests: readonly TestResult[]): string[] {
  return tests.flatMap(({ trouble, ...way }) =>
    trouble === null
      ? [`${wayWords(way)}: taken. Look whether it is there; it may be among the unwanted mail.`]
      : [
          `${wayWords(way)}: NOT sent: ${trouble.reason}.`,
          `  what to do: ${trouble.remedy}`,
          ...(trouble.words === undefined ? [] : [`  the server said: ${trouble.words}`]),
        ],
  );
}
