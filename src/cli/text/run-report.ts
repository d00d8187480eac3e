import { count, counted } from '../../model/amounts-text.ts';
import { askedOrdersLines } from '../../model/asked-orders.ts';
import { shellWord } from '../../model/command-lines.ts';
import { type ErrorCode, errorCodes, tellsItsRemedy } from '../../model/error-codes.ts';
import { problemWords } from '../../model/errors.ts';
import { unexplainedIn } from '../../run/proof.ts';
import type { RunSummary, Unconfirmed } from '../../run/summary.ts';
import { countsTable } from './counts-table.ts';
import { proofText } from './proof-text.ts';
import { quarantinedReasons, quarantinedTable } from './quarantine-text.ts';
import { indent } from './table.ts';

/**
 * What a run did, for a bookkeeper.
 * @param file the pipeline file as it was given, for commands to go on with
 * @param simulated the name of what wrote nothing, such as `This import`: it was no run that could be looked up
 * @param again the command line that it was started by
 */
export function runReport(
  summary: RunSummary,
  file: string,
  simulated?: string,
  again = `neto-consolidator run ${shellWord(file)}`,
): string {
  const { quarantine } = summary;
  return [
    `${simulated ?? `Run ${summary.run}`} of ${summary.pipeline}: ${headline(summary, simulated !== undefined)}`,
    ...(simulated === undefined ? confirming(summary, again) : []),
    ...comesToLines(summary.unconfirmed ?? []),
    '',
    countsTable(summary, { created: simulated === undefined ? 'copied' : 'to copy' }),
    ...trouble(summary),
    ...worthALook(summary),
    ...proofText(summary.proof),
    ...section(
      `Quarantined until you decide: ${counted(quarantine.length, 'record')}`,
      quarantine.length === 0
        ? ''
        : simulated === undefined
          ? quarantinedTable(quarantine)
          : quarantinedReasons(quarantine),
    ),
    ...(quarantine.length === 0 || simulated !== undefined
      ? []
      : [`What to do about each: neto-consolidator quarantine list ${shellWord(file)}`]),
    '',
    requestsLine(summary),
  ].join('\n');
}

/** The line that says yes, where a run asks for it. */
export function confirming({ unconfirmed = [] }: Pick<RunSummary, 'unconfirmed'>, line: string): string[] {
  return unconfirmed.length === 0 ? [] : [`  ${line} --yes`];
}

/** What these come to, store by store. */
export function comesToLines(unconfirmed: readonly Unconfirmed[]): string[] {
  return unconfirmed.flatMap(({ store, comesTo }) =>
    comesTo === undefined ? [] : askedOrdersLines(comesTo).map((line) => `  ${store}: ${line}`),
  );
}

/** `230 orders of west and 300 of south` */
export function unconfirmedWords(unconfirmed: readonly Unconfirmed[]): string {
  return unconfirmed
    .map(({ store, orders }, place) => `${place === 0 ? counted(orders, 'order') : count(orders)} of ${store}`)
    .join(' and ');
}

export function trouble(summary: Pick<RunSummary, 'problems' | 'differences' | 'warnings'>): string[] {
  const { problems, differences, warnings } = summary;
  return [
    ...section('What failed', failedText(problems)),
    ...section(
      'What the primary should not have',
      differences.map(({ kind, message }) => indent(`${kind}: ${message}`, 2)).join('\n'),
    ),
    ...section('Copied, and worth a look', warningsText(warnings)),
  ];
}

/** What to do stands once below all that it is about. */
function failedText(all: RunSummary['problems']): string {
  // One key that is refused is met by each list that is read with it.
  const problems = [...new Map(all.map((one) => [problemText(one.store, one.message, one.code), one])).values()];
  return problems
    .flatMap(({ store, message, code }, place) => {
      const remedy = remedyOf(code, message);
      const isLast = problems[place + 1]?.code !== code;
      return [problemText(store, message, code), ...(remedy === '' || !isLast ? [] : [indent(`To do: ${remedy}`, 4)])];
    })
    .join('\n');
}

/** What waits for a yes says so itself, as does a key that was refused by its store. */
function remedyOf(code: string, message: string): string {
  if (code === 'first-run-unconfirmed' || tellsItsRemedy(message) || !Object.hasOwn(errorCodes, code)) return '';
  return errorCodes[code as ErrorCode].remedy;
}

/** What may be wrong where it comes from, with what to do. */
export function worthALook({ worthALook: looks }: Pick<RunSummary, 'worthALook'>): string[] {
  const lines = looks.map(({ store, message, remedy, code }) => problemText(store, `${message} ${remedy}`, code));
  return section('Worth a look', lines.join('\n'));
}

export function section(title: string, text: string): string[] {
  return text === '' ? [] : ['', title, text];
}

export function requestsLine({ requests }: Pick<RunSummary, 'requests'>): string {
  return `Requests: ${Object.entries(requests)
    .map(([store, number]) => `${store} ${count(number)}`)
    .join(', ')}`;
}

/** Warnings named for each code; the rest is counted. */
const NAMED = 5;

function warningsText(warnings: RunSummary['warnings']): string {
  const groups = [...Map.groupBy(warnings, ({ store, code }) => `${store} ${code}`).values()];
  return groups
    .map((group) => {
      const more = group.length > NAMED ? `\n  ... and ${group.length - NAMED} more of these` : '';
      return (
        group
          .slice(0, NAMED)
          .map(({ store, message, code }) => problemText(store, message, code))
          .join('\n') + more
      );
    })
    .join('\n');
}

function problemText(store: string, message: string, code: string): string {
  return indent(problemWords({ store, message, code }), 2);
}

function headline(summary: RunSummary, simulated: boolean): string {
  const { status, quarantine, differences, proof, unconfirmed = [] } = summary;
  switch (status) {
    case 'good':
      return 'good, nothing is open.';
    case 'open':
      return `done; ${counted(quarantine.length, 'record')} in quarantine.`;
    case 'differences':
      return differences.length > 0
        ? `done, but ${counted(differences.length, 'order')} in the primary should not be there.`
        : `done, but the books differ: ${counted(unexplainedIn(proof).length, 'difference')} that nothing explains.`;
    case 'stopped':
      return unconfirmed.length === 0
        ? 'stopped as asked. The next run goes on from here.'
        : `stopped as asked. The next run goes on from here; for ${unconfirmed.map(({ store }) => store).join(' and ')} it asks for --yes again:`;
    case 'failed':
      return failed(summary, simulated);
  }
}

function failed({ problems, stores, unconfirmed = [] }: RunSummary, simulated: boolean): string {
  if (problems.length === 0) return 'not everything is decided yet. The next run goes on from here.';
  const counts = Object.values(stores).flatMap((entities) => Object.values(entities));
  const isDone = !simulated && counts.some(({ created, updated }) => created + updated > 0);
  const waits = `${unconfirmedWords(unconfirmed)} ${unconfirmed.length === 1 && unconfirmed[0]?.orders === 1 ? 'waits' : 'wait'} for your yes${simulated ? '.' : ':'}`;
  if (problems.every(({ code }) => code === 'first-run-unconfirmed') && unconfirmed.length > 0)
    return isDone ? `what needs no yes is done; ${waits}` : `read, and nothing copied: ${waits}`;
  const part = `failed${isDone ? ' in part' : ''} (${counted(problems.length, 'problem')}).`;
  if (simulated) return `${part} Nothing was written.`;
  return `${part} ${isDone ? 'What was done stands' : 'Nothing was copied'}; the next run goes on from here.${unconfirmed.length === 0 ? '' : ` ${waits}`}`;
}
