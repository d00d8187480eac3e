import { plural, singular } from '../entities/kinds.ts';
import { count, counted, listed, money } from '../model/amounts-text.ts';
import { dayWords, monthName } from '../model/day-words.ts';
import type { CurrencyAmount } from './amounts.ts';
import { narrowedSentences } from './narrowed-run.ts';
import type { Verdict, VerdictPart } from './verdict.ts';

/**
 * The verdict in the same words everywhere: what arrived, whether it adds up, what is to be done, what rules left out.
 * A sentence each; those that say nothing are left out.
 */
export function verdictSentences(verdict: Verdict): string[] {
  const { narrowed, lastRun } = verdict;
  const ofPart = narrowed === null ? [] : narrowedSentences(narrowed, lastRun === null);
  return [
    ...lastRunSentences(verdict),
    ...ofPart,
    arrived(verdict),
    addsUp(verdict),
    ...inXero(verdict),
    toDoSentence(verdict),
    ...leftOut(verdict),
  ];
}

/** What the words of the verdict mean, where it stands. */
export const verdictLegend =
  'In the books: copied to the primary and approved, so that Neto sends it to Xero. The month goes by accounting dates; what waits from before is counted too.';

function lastRunSentences({ lastRun, unconfirmed, overdue, onlyNarrowed }: Verdict): string[] {
  if (lastRun === null && onlyNarrowed > 0)
    return ['There was no whole run yet: what the narrowed ones were not to read is missing here.'];
  if (lastRun === null) return ['There was no run yet.'];
  const { run, status, onlyAsked, endedOn } = lastRun;
  const one = unconfirmed === 1;
  return [
    ...(unconfirmed === 0
      ? []
      : [
          `${counted(unconfirmed, 'order')} ${one ? 'is' : 'are'} read and not copied, and ${one ? 'waits' : 'wait'} for your yes.`,
        ]),
    ...(status === 'failed' && !onlyAsked ? [`The last run (${run}) failed, so what is new may be missing here.`] : []),
    ...(status === 'stopped' ? [`The last run (${run}) was stopped before it was through.`] : []),
    ...(status === 'running' ? [`Run ${run} has not ended: it is under way, or was cut off.`] : []),
    ...(overdue
      ? [
          `No run has ended${endedOn === null ? ' for days' : ` since ${dayWords(endedOn)}`}, so what is new since then is missing here.`,
        ]
      : []),
  ];
}

function arrived({ month, parts, onlyNarrowed }: Verdict): string {
  const some = parts.filter(({ all }) => all > 0);
  if (some.length === 0 && onlyNarrowed > 0)
    return `${monthName(month)} so far: nothing of it was read yet, and nothing is open from before.`;
  if (some.length === 0)
    return `${monthName(month)} so far: nothing is to be in the books yet, and nothing is open from before.`;
  const last = some.at(-1);
  const verb = some.length === 1 && last?.all === 1 ? 'is' : 'are';
  // On the first days of a month all that there is waits from before: none of it is said to be this month's.
  if (some.every(({ inBooks, earlier, all }) => inBooks === 0 && earlier === all))
    return `${monthName(month)} so far: nothing is to be in the books yet, but ${listed(some.map(waitingWords))} ${verb} open from before.`;
  return `${monthName(month)} so far: ${listed(some.map(partWords))} ${verb} in the books.`;
}

/** With its currency only where there is more than one. */
function sumsWords(amounts: VerdictPart['amounts'], words: (amount: CurrencyAmount) => string): string {
  return listed(amounts.map((one) => `${words(one)}${amounts.length > 1 ? ` ${one.currency || 'of the books'}` : ''}`));
}

function partWords({ entity, inBooks, all, amounts, unknownAmounts }: VerdictPart): string {
  const words = (number: number): string => (number === 1 ? singular(entity) : plural(entity));
  const unknown = unknownAmounts === 0 ? '' : `, without ${unknownAmounts} whose amount is not known`;
  if (inBooks === all)
    return `${all === 1 ? 'the 1' : `all ${count(all)}`} ${words(all)} (${sumsWords(amounts, (one) => money(one.all))}${unknown})`;
  return `${count(inBooks)} of ${count(all)} ${words(all)} (${sumsWords(amounts, (one) => `${money(one.inBooks)} of ${money(one.all)}`)}${unknown})`;
}

/** `7 orders (4,227.15)` */
function waitingWords({ entity, all, amounts, unknownAmounts }: VerdictPart): string {
  const unknown = unknownAmounts === 0 ? '' : `, without ${unknownAmounts} whose amount is not known`;
  return `${counted(all, singular(entity), plural(entity))} (${sumsWords(amounts, (one) => money(one.all))}${unknown})`;
}

function addsUp({ agreement, parts }: Verdict): string {
  const but = exceptions(parts);
  switch (agreement.kind) {
    case 'equal':
      if (isAllLater(agreement.later, parts))
        return `Whether they add up is not known yet: they came after the comparison of ${dayWords(agreement.day)}, and the next one takes them in${but === '' ? '' : `. Open: ${but}`}.`;
      return `They add up to the cent on both sides (compared on ${dayWords(agreement.day)})${but === '' ? '' : `, but for ${but}`}${agreement.accepted === 0 ? '' : `${but === '' ? ', but for' : ', and'} ${counted(agreement.accepted, 'difference')} that you accepted`}.${notCompared(agreement.later)}`;
    case 'differs':
      return `They do not add up: the comparison of ${dayWords(agreement.day)} found ${counted(agreement.differences, 'difference')} that nothing explains${but === '' ? '' : `, beside ${but}`}.`;
    case 'outdated':
      return `Whether they add up now is not known: both sides were last compared on ${dayWords(agreement.day)}${but === '' ? '' : `. Open: ${but}`}.`;
    case 'unproven':
      return `Whether they add up is not proven yet${agreement.stores.length === 0 ? '' : ` for ${listed(agreement.stores)}`}: both sides are compared once a day, at the end of a run${but === '' ? '' : `. Open: ${but}`}.`;
  }
}

/** By the last look into Xero, which is made once both sides were compared. */
function inXero({ books }: Verdict): string[] {
  if (books === undefined) return [];
  const { day, words, toConfirm } = books;
  const looked = `${words.charAt(0).toUpperCase()}${words.slice(1)} (looked at on ${dayWords(day)}).`;
  return toConfirm === undefined ? [looked] : [looked, toConfirm];
}

/** Whether nothing of what is in the books was there to be compared. */
function isAllLater(later: Later, parts: readonly VerdictPart[]): boolean {
  const copies = parts.reduce((sum, { inBooks }) => sum + inBooks, 0);
  return copies > 0 && later.reduce((sum, one) => sum + one.count, 0) >= copies;
}

type Later = Extract<Verdict['agreement'], { kind: 'equal' }>['later'];

function notCompared(later: Later): string {
  if (later.length === 0) return '';
  const words = later.map((one) => counted(one.count, singular(one.entity), plural(one.entity)));
  return ` Not compared yet, since copied or changed after that: ${listed(words)}.`;
}

/** `4 orders and 1 payment that wait for you and 2 orders that are not decided yet` */
function exceptions(parts: readonly VerdictPart[]): string {
  const of = (numberOf: (part: VerdictPart) => number, one: string, many: string): string[] => {
    const some = parts.filter((part) => numberOf(part) > 0);
    const words = some.map((part) => counted(numberOf(part), singular(part.entity), plural(part.entity)));
    const sum = some.reduce((total, part) => total + numberOf(part), 0);
    return some.length === 0 ? [] : [`${listed(words)} that ${sum === 1 ? one : many}`];
  };
  return [
    ...of(({ quarantined }) => quarantined, 'waits for you', 'wait for you'),
    ...of(({ pending }) => pending, 'is not decided yet', 'are not decided yet'),
    ...of(({ decided }) => decided, 'you have decided about', 'you have decided about'),
  ].join(', and ');
}

/** Nothing is to do only where nothing is to do anywhere. */
function toDoSentence({ toDo, decided, books }: Verdict): string {
  const there = books?.toDo;
  const inXeroAlone = there === undefined ? 'Nothing to do.' : `To do in Xero: ${there}.`;
  if (toDo === 0 && decided === 0) return inXeroAlone;
  const also = there === undefined ? '' : ` To do in Xero: ${there}.`;
  const open = `${counted(toDo, 'thing')} to do`;
  if (decided === 0) return `${open}.${also}`;
  return `${toDo === 0 ? 'Nothing to do but to run' : open}: ${counted(decided, 'thing')} that you decided ${decided === 1 ? 'goes' : 'go'} with the next run.${also}`;
}

/** Of the month alone, unlike the table of a run, which counts all that it has read. */
function leftOut({ month, parts }: Verdict): string[] {
  const of = (numberOf: (part: VerdictPart) => number, sumsOf: (part: VerdictPart) => VerdictPart['amounts']): string =>
    listed(
      parts.flatMap((part) => {
        const number = numberOf(part);
        const sums = sumsOf(part);
        const comesTo = sums.length === 0 ? '' : ` (${sumsWords(sums, (one) => money(one.all))})`;
        return number === 0 ? [] : [`${counted(number, singular(part.entity), plural(part.entity))}${comesTo}`];
      }),
    );
  const byRules = of(
    (part) => part.leftOut,
    () => [],
  );
  const byYou = of(
    (part) => part.dropped,
    (part) => part.droppedAmounts,
  );
  return [
    ...(byRules === '' ? [] : [`Of ${monthName(month)} left out by your rules, and in neither number: ${byRules}.`]),
    ...(byYou === '' ? [] : [`Of ${monthName(month)} dropped by you with a reason, and in neither number: ${byYou}.`]),
  ];
}
