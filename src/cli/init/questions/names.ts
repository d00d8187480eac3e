import { counted, listed } from '../../../model/amounts-text.ts';
import { textKey } from '../../../model/text-key.ts';
import { countNames, type NameSeen } from '../../../operations/init/names-seen.ts';
import type { NameChoices } from '../../../operations/init/pipeline-choices.ts';
import { proposeName } from '../../../operations/init/propose-names.ts';
import type { Question } from '../answers.ts';
import type { Interviewing, Surveyed } from '../interviewing.ts';

export interface NamesToAsk {
  /** Names the answers: `paymentMethod`. */
  readonly id: string;
  readonly flag: string;
  /** `payment method` */
  readonly words: string;
  /** What bears one, as a word that takes an s: `payment`. */
  readonly of: string;
  /** What its latest orders bear. */
  readonly seen: readonly NameSeen[];
  /** What it could bear by its own list; proposed where that is plain, and never asked about. */
  readonly listed: readonly string[];
  readonly primaryNames: readonly string[];
  readonly consequence: string;
  /** What follows for a name that is left open, as a sentence. */
  readonly ifOpen: string;
}

/** No pipeline file may hold it, so that it waits as any name that is left open. */
const UNWRITABLE = '__proto__';

/**
 * What each name of a store is in the primary: proposed all at once, then asked for where nothing there is like it. What is
 * left open waits in quarantine until somebody says it.
 */
export async function askNames(
  { session, answers }: Interviewing,
  { name: store, survey }: Surveyed,
  { id, flag, words, of, seen, listed: ownList, primaryNames, consequence, ifOpen }: NamesToAsk,
): Promise<NameChoices> {
  const used = seen.filter(({ name }) => name !== UNWRITABLE);
  const isUsed = (name: string): boolean => used.some((one) => textKey(one.name) === textKey(name));
  const unused = countNames(ownList)
    .map(({ name }) => name)
    .filter((name) => !isUsed(name) && name !== UNWRITABLE);
  /** `3 orders` */
  const uses = (name: string): string =>
    counted(used.find((one) => textKey(one.name) === textKey(name))?.times ?? 0, of);
  const latest = `its latest ${counted(survey.latest.orders, 'order')}`;
  const proposals = [...used.map(({ name }) => name), ...unused].map((name) => proposeName(name, store, primaryNames));
  const questionOf = (name: string, proposal: string | undefined): Question => ({
    id: `${store}.${id}.${name}`,
    flag: `--${flag} "${store}:${name}=${proposal ?? ''}"`,
    message: `${words.charAt(0).toUpperCase()}${words.slice(1)} ${JSON.stringify(name)} (${uses(name)} among ${latest}) becomes`,
    proposal: proposal ?? '',
    choices: [
      ...[...primaryNames].sort((a, b) => a.localeCompare(b)).map((value) => ({ value })),
      {
        value: '',
        name: '(left open)',
        consequence: ifOpen,
      },
    ],
  });
  const chosen = new Map<string, string | undefined>(
    seen.filter(({ name }) => name === UNWRITABLE).map(({ name }) => [name, undefined]),
  );
  const isOpen = (name: string): boolean => answers.known(questionOf(name, undefined)) === undefined;
  const found = proposals.filter(({ name, to }) => to !== undefined && isOpen(name));
  const takesAll = answers.yes || (found.length > 0 && (await confirmAll()));
  for (const { name, to } of proposals) {
    const question = questionOf(name, to);
    const known = answers.known(question);
    // One that no order bears is not worth a question.
    if (known === undefined && to === undefined && !isUsed(name)) continue;
    const answer =
      known !== undefined
        ? await answers.keep(question.id, known)
        : takesAll && to !== undefined
          ? await answers.keep(question.id, to)
          : await answers.get(question);
    chosen.set(name, answer === '' ? undefined : answer);
  }
  const open = used.filter(({ name }) => chosen.has(name) && chosen.get(name) === undefined);
  const isAnswered = answers.yes || answers.person !== undefined;
  if (open.length > 0 && isAnswered) session.tell(openWords());
  return chosen;

  /** Also where Enter, or `--yes`, has left it so. */
  function openWords(): string {
    const each = open.map(({ name }) => `${JSON.stringify(name)} (${uses(name)})`);
    return `Left open, of ${latest}: ${words} ${listed(each)}. ${ifOpen}`;
  }

  async function confirmAll(): Promise<boolean> {
    if (answers.person === undefined) return false;
    session.tell(
      [
        '',
        consequence,
        ...session.around
          .table(
            [{ title: `in ${store}` }, { title: 'in the primary' }, { title: `among ${latest}` }],
            found.map(({ name, to }) => [name, to ?? '', isUsed(name) ? uses(name) : '-']),
          )
          .split('\n')
          .map((line) => `  ${line}`),
      ].join('\n'),
    );
    return answers.person.confirm(`Take ${found.length === 1 ? 'this' : `these ${found.length}`}?`, true);
  }
}
