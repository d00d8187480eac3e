import { asSentences, counted, money } from '../../model/amounts-text.ts';
import type { MonthPack } from '../../month/pack.ts';
import {
  apartWords,
  basisWords,
  causeWords,
  momentWords,
  monthSentences,
  monthTitle,
  stateWords,
} from '../../month/words.ts';
import { indent } from './table.ts';

const TOLD = 10;

/** What the page says first, for a terminal; all the rest is in the files. */
export function monthReport(pack: MonthPack, timeZone: string): string {
  const { stores, open, differences, byHand } = pack;
  const wrong = differences.filter(({ cause }) => cause === 'unexplained');
  const sums = stores.map(({ store, currency, primary, difference, causes }) => {
    const why = causes.filter(({ cause }) => cause !== 'rounding').map(({ cause }) => causeWords[cause]);
    const off = why.length === 0 ? '' : ` (differs by ${apartWords(difference)}: ${why.join('; ')})`;
    return `  ${store}: ${counted(primary.orders, 'order')}, ${money(primary.total)}${currency === '' ? '' : ` ${currency}`}, GST ${money(primary.gst)}; paid in the month ${money(primary.paidInMonth)}; credited ${money(primary.credited)}${off}`;
  });
  return [
    `${monthTitle(pack.month)} of ${pack.pipeline}: ${stateWords(pack)} (${momentWords(pack.at, timeZone)})`,
    '',
    ...monthSentences(pack),
    '',
    'In the primary:',
    ...sums,
    basisWords(pack),
    ...(byHand.length === 0
      ? []
      : ['', `${counted(byHand.length, 'record')} to allocate in Xero by hand: the page lists them.`]),
    ...listed(
      'What is missing:',
      open.map(({ what, remedy }) => asSentences([what, remedy])),
    ),
    ...listed(
      'What differs:',
      wrong.map(({ message, remedy }) => `${message} ${remedy}`),
    ),
    ...pack.notes.map((note) => `Note: ${note}`),
  ].join('\n');
}

function listed(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length > TOLD ? [`and ${lines.length - TOLD} more: the page has all.`] : [];
  return ['', heading, ...[...lines.slice(0, TOLD), ...rest].map((line) => indent(line, 2))];
}
