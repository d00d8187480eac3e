import { counted, listed, money } from '../model/amounts-text.ts';
import { wholeDay } from '../model/asked-orders.ts';
import { dayWords, monthName } from '../model/day-words.ts';
import { absolute, add, type Decimal, equal, isNegative, isZero, ZERO } from '../model/money.ts';
import { localDateOf } from '../model/time.ts';
import { offsetWords, zoneWords } from '../model/time-words.ts';
import type { Cause, GstRow, Measures, MonthPack } from './pack.ts';

export const causeWords: Readonly<Record<Cause, string>> = {
  rounding: 'GST that is rounded otherwise',
  tolerance: 'within the tolerance of the pipeline file',
  accepted: 'accepted by you, with a reason',
  dropped: 'dropped by you, with a reason',
  'left-out': 'left out by your rules',
  'next-run': 'decided by you, goes with the next run',
  quarantined: 'in quarantine, waiting for you',
  'under-way': 'under way, for the next run',
  unexplained: 'explained by nothing',
};

export const taxWords: Readonly<Record<GstRow['tax'], string>> = {
  taxed: 'with GST',
  free: 'GST-free',
  'not-shown': 'GST not shown',
  rounding: 'rounding',
  other: 'in no line',
};

export function stateWords({ state }: Pick<MonthPack, 'state'>): string {
  return { closed: 'Closed', open: 'Not closed yet', differs: 'Does not tie' }[state];
}

/** `October 2026` */
export function monthTitle(month: string): string {
  return `${monthName(month)} ${month.slice(0, 4)}`;
}

/** Whether the month is closed, and how both sides tie: in sentences, the same wherever they stand. */
export function monthSentences({ month, state, open, stores, differences, notCopied, inXero }: MonthPack): string[] {
  const wrong = differences.filter(({ cause }) => cause === 'unexplained').length;
  const name = monthTitle(month);
  const head = {
    closed: `${name} is closed: nothing is open, and the stores and the primary tie ${moneyLetBe(stores)}${butFor(stores)}.`,
    open: `${name} is not closed yet: ${missing(open.length)}.`,
    differs: `${name} does not tie: ${wrong === 0 ? 'sums differ by what no order, payment or return explains' : `${counted(wrong, 'difference')} that nothing explains`}${open.length === 0 ? '' : `, and ${missing(open.length)}`}.`,
  }[state];
  const causes = new Set(stores.flatMap((one) => one.causes.map(({ cause }) => cause)));
  const how = [...causes].map((cause) => causeWords[cause]);
  return [
    head,
    how.length === 0
      ? 'Every sum is the same on both sides.'
      : `Where a sum differs, it is said why, to the cent: ${how.join('; ')}.`,
    ...(inXero === undefined ? [] : [inXero.words]),
    ...notCopied.map(
      ({ store, from, to }) =>
        `Not in it: what ${store} sold from ${dayWords(from)} to ${dayWords(to)}, before its \`since\`; nothing of these days is copied.`,
    ),
  ];
}

const LET_BE = {
  accepted: 'that you accepted',
  dropped: 'that you dropped',
  'left-out': 'that your rules left out',
} as const;

/** Payments and returns that one side has not, and that no total of an order tells. */
function moneyLetBe(stores: MonthPack['stores']): string {
  const off = stores.flatMap(({ store, causes }) =>
    causes.flatMap(({ cause, of }) => {
      if (cause !== 'accepted' && cause !== 'dropped' && cause !== 'left-out') return [];
      return movedBeside(of).map(
        ([amount, what]) => `${money(absolute(amount))} ${LET_BE[cause]}: ${what} of ${store}`,
      );
    }),
  );
  return off.length === 0 ? 'to the cent' : `but for ${off.join(', and for ')}`;
}

/** What was paid in the month, else on its orders. */
function paidOf({ paid, paidInMonth }: Measures): Decimal {
  return isZero(paidInMonth) ? paid : paidInMonth;
}

/** What was paid and credited beside what the orders themselves come to. */
function movedBeside(measures: Measures): [Decimal, string][] {
  const { total, credited } = measures;
  const unpaid = paidOf(measures);
  return [
    ...(isZero(unpaid) || equal(unpaid, total) ? [] : [[unpaid, 'payments'] as [Decimal, string]]),
    ...(isZero(credited) ? [] : [[credited, 'returns'] as [Decimal, string]]),
  ];
}

/** `12.95 less paid`: by how much the primary is apart from its store, in all that a bookkeeper sums. */
export function apartWords(measures: Measures): string {
  const { total, gst, credited, creditedGst } = measures;
  const all = [
    ...moreOrLess(total, 'in the total'),
    ...moreOrLess(gst, 'GST'),
    ...moreOrLess(paidOf(measures), 'paid'),
    ...moreOrLess(credited, 'credited'),
    ...moreOrLess(creditedGst, 'GST in credits'),
  ];
  return all.length === 0 ? `${money(total)} in the total` : listed(all);
}

function moreOrLess(amount: Decimal, what: string): string[] {
  return isZero(amount) ? [] : [`${money(absolute(amount))} ${isNegative(amount) ? 'less' : 'more'} ${what}`.trim()];
}

/** What a person let stand is said where it is said that all ties; its GST too, since a return is filed by it. */
function butFor(stores: MonthPack['stores']): string {
  const off = stores.flatMap(({ store, difference: { total }, causes }) => {
    const gst = add(ZERO, ...causes.filter(({ cause }) => cause in LET_BE).map(({ of }) => of.gst));
    const apart = [...moreOrLess(total, ''), ...moreOrLess(gst, 'GST')];
    return apart.length === 0 ? [] : [`the primary has ${apart.join(' and ')} than ${store}`];
  });
  return off.length === 0 ? '' : `, but for what you accepted, dropped or left out: ${off.join(', and ')}`;
}

function missing(number: number): string {
  return `${counted(number, 'thing')} ${number === 1 ? 'is' : 'are'} missing`;
}

/** What the amounts are by. */
export function basisWords({ from, to }: Pick<MonthPack, 'from' | 'to'>): string {
  return `Orders by accounting date (the invoice date, else the day placed), payments by the day paid, credits by the day issued: ${dayWords(from)} to ${dayWords(to)}, in each store's own time zone.`;
}

/** `3 November, 09:15` */
export function momentWords(at: MonthPack['at'], timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return `${wholeDay(localDateOf(at, timeZone))}, ${time.format(new Date(at))} ${zoneWords(timeZone)}${offsetWords(at, timeZone)}`;
}
