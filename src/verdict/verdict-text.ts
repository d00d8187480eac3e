import { plural, singular } from '../entities/registry.ts';
import { count, counted, money } from '../model/amounts-text.ts';
import { dayWords, monthName } from '../model/day-words.ts';
import type { Verdict, VerdictPart } from './verdict.ts';

/**
 * The verdict in the same words everywhere: what arrived, whether it adds up, what is to be done, what rules left out.
 * A sentence each; those that say nothing are left out.
 */
export function verdictSentences(verdict: Verdict): string[] {
  return [...lastRunSentence(verdict), arrived(verdict), addsUp(verdict), toDoSentence(verdict), ...leftOut(verdict)];
}

/** What the words of the verdict mean, where it stands. */
export const verdictLegend =
  'In the books: copied to the primary and approved, so that Neto sends it to Xero. The month goes by accounting dates; what waits from before is counted too.';

function lastRunSentence({ lastRun, unconfirmed }: Verdict): string[] {
  if (lastRun === null) return ['There was no run yet.'];
  // Its failure is that it asked.
  if (unconfirmed > 0)
    return [
      `${counted(unconfirmed, 'order')} ${unconfirmed === 1 ? 'is' : 'are'} read and not copied, and ${unconfirmed === 1 ? 'waits' : 'wait'} for your yes.`,
    ];
  if (lastRun.status === 'failed') return [`The last run (${lastRun.run}) failed, so what is new may be missing here.`];
  return lastRun.status === 'stopped' ? [`The last run (${lastRun.run}) was stopped before it was through.`] : [];
}

function arrived({ month, parts }: Verdict): string {
  const some = parts.filter(({ all }) => all > 0);
  if (some.length === 0)
    return `${monthName(month)} so far: nothing is to be in the books yet, and nothing is open from before.`;
  const last = some.at(-1);
  const verb = some.length === 1 && last?.all === 1 ? 'is' : 'are';
  return `${monthName(month)} so far: ${listed(some.map(partWords))} ${verb} in the books.`;
}

function partWords({ entity, inBooks, all, inBooksAmount, allAmount }: VerdictPart): string {
  const words = (number: number): string => (number === 1 ? singular(entity) : plural(entity));
  if (inBooks === all) return `${all === 1 ? 'the 1' : `all ${count(all)}`} ${words(all)} (${money(allAmount)})`;
  return `${count(inBooks)} of ${count(all)} ${words(all)} (${money(inBooksAmount)} of ${money(allAmount)})`;
}

function addsUp({ agreement, parts }: Verdict): string {
  const waiting = parts
    .filter(({ quarantined }) => quarantined > 0)
    .map(({ entity, quarantined }) => counted(quarantined, singular(entity), plural(entity)));
  const one = parts.reduce((sum, { quarantined }) => sum + quarantined, 0) === 1;
  const but = waiting.length === 0 ? '' : `, but for ${listed(waiting)} that ${one ? 'waits' : 'wait'} for you`;
  switch (agreement.kind) {
    case 'equal':
      return `They add up to the cent on both sides (compared on ${dayWords(agreement.day)})${but}.`;
    case 'differs':
      return `They do not add up: the comparison of ${dayWords(agreement.day)} found ${counted(agreement.differences, 'difference')} that nothing explains${but}.`;
    case 'unproven':
      return `Whether they add up is not proven yet${agreement.stores.length === 0 ? '' : ` for ${listed(agreement.stores)}`}: both sides are compared once a day, at the end of a run${but === '' ? '' : `. ${upperFirst(listed(waiting))} ${one ? 'waits' : 'wait'} for you`}.`;
  }
}

function toDoSentence({ toDo }: Verdict): string {
  return toDo === 0 ? 'Nothing to do.' : `${counted(toDo, 'thing')} to do.`;
}

function leftOut({ parts }: Verdict): string[] {
  const some = parts.filter((part) => part.leftOut > 0);
  if (some.length === 0) return [];
  const words = some.map((part) => counted(part.leftOut, singular(part.entity), plural(part.entity)));
  return [`Left out by your rules, and in neither number: ${listed(words)}.`];
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
