import { count, listed } from '../../../model/amounts-text.ts';
import { proposePrefixes, targetProblem } from '../../../operations/init/propose-prefixes.ts';
import type { Answers, Question } from '../answers.ts';
import type { Interviewing, Surveyed } from '../interviewing.ts';
import type { Session } from '../session.ts';

const EXPECTED = 'Expected prefixes with blanks between them, such as N or N SFX; "" for numbers without one.';

/** All that its own numbers ever began with: what was seen, and what a person knows of. */
export async function askPrimaryPrefixes(answers: Answers, { name, survey }: Surveyed): Promise<readonly string[]> {
  const ofCopies = survey.copies.map(({ targetPrefix }) => targetPrefix);
  const seen = survey.prefixes
    .map(({ prefix }) => prefix)
    .filter((prefix) => /^\S{0,14}$/.test(prefix) && !ofCopies.includes(prefix));
  const [main, ...others] = seen;
  const answer = await answers.get({
    id: `${name}.prefixes`,
    flag: `--primary-prefix ${main === undefined || main === '' ? 'N' : main}`,
    message: 'Prefixes that its own order numbers ever had',
    consequence: [
      'No copy may ever get a number that begins as one of the primary does, or two invoices could meet in Xero. Add prefixes that were used long ago, if there were any.',
      ...(others.length === 0 ? [] : ['Take out one that only copies of another store have.']),
      ...(ofCopies.length === 0 ? [] : [`${listed(ofCopies)} ${ofCopies.length === 1 ? 'is' : 'are'} of copies.`]),
    ].join(' '),
    ...(main === undefined ? {} : { proposal: shown(seen) }),
    check(text) {
      const words = wordsOf(text);
      if (words.length === 0 || words.some((word) => word.length > 14)) return EXPECTED;
      return main === undefined || words.includes(main)
        ? undefined
        : `Most of its numbers begin with ${JSON.stringify(main)}, so that is one of them. ${EXPECTED}`;
    },
  });
  return [...new Set(wordsOf(answer))];
}

function shown(prefixes: readonly string[]): string {
  return prefixes.map((prefix) => prefix || '""').join(' ');
}

function wordsOf(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => (word === '""' ? '' : word));
}

/** A target for each prefix of a secondary, of which none can meet another one. */
export async function askPrefixes(
  { session, answers, primary, taken: given }: Interviewing,
  { name, survey }: Surveyed,
): Promise<Map<string, string>> {
  // What copies of it bear already goes before all that could be proposed; those of other stores are taken.
  const copies = primary.survey.copies;
  const copied = new Map(copies.filter((one) => one.store === name).map((one) => [one.sourcePrefix, one.targetPrefix]));
  const others = copies.filter((one) => one.store !== name);
  const taken = [...given, ...others.map((one) => ({ owner: `the copies of ${one.store}`, prefix: one.targetPrefix }))];
  const seen = survey.prefixes.filter(({ prefix }) => /^\S{0,14}$/.test(prefix));
  const sources = seen.length === 0 ? ['N'] : seen.map(({ prefix }) => prefix);
  const chosen = new Map<string, string>();
  const questionOf = (prefix: string, proposal: string | undefined): Question => {
    const example = seen.find((one) => one.prefix === prefix)?.example ?? `${prefix}1001`;
    return {
      id: `${name}.prefix.${prefix}`,
      flag: `--prefix "${name}:${prefix}=${proposal ?? 'W'}"`,
      message: `${example} begins with ${JSON.stringify(prefix)}. The number of its copy begins with`,
      proposal,
      check: (answer) => {
        const own = [...chosen.values()].map((one) => ({ owner: name, prefix: one }));
        const problem = targetProblem(answer, [...taken, ...own]);
        return problem && `${JSON.stringify(answer)} is a prefix ${problem}.`;
      },
    };
  };
  for (const prefix of sources) {
    const known = answers.known(questionOf(prefix, undefined));
    if (known !== undefined) chosen.set(prefix, await answers.keep(`${name}.prefix.${prefix}`, known));
  }
  const open = sources.filter((prefix) => !chosen.has(prefix));
  if (open.length === 0) return inOrder(sources, chosen);
  const own = [...chosen.values()].map((prefix) => ({ owner: name, prefix }));
  // The most frequent one gets the beginning of the store's name only where it is open.
  const free = proposePrefixes({
    store: name,
    seen: open.filter((prefix) => !copied.has(prefix)),
    taken: [...taken, ...own, ...[...copied.values()].map((prefix) => ({ owner: name, prefix }))],
  });
  const proposed = new Map([...free, ...[...copied].filter(([prefix]) => open.includes(prefix))]);
  const isTaken = await takesAll(session, answers, { name, seen, open, proposed });
  for (const prefix of open) {
    const proposal = proposed.get(prefix);
    const question = questionOf(prefix, proposal);
    const target =
      isTaken && proposal !== undefined ? await answers.keep(question.id, proposal) : await answers.get(question);
    chosen.set(prefix, target);
  }
  return inOrder(sources, chosen);
}

function inOrder(sources: readonly string[], chosen: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(sources.map((prefix) => [prefix, chosen.get(prefix) ?? '']));
}

async function takesAll(
  { tell }: Session,
  answers: Answers,
  {
    name,
    seen,
    open,
    proposed,
  }: {
    readonly name: string;
    readonly seen: Surveyed['survey']['prefixes'];
    readonly open: readonly string[];
    readonly proposed: ReadonlyMap<string, string>;
  },
): Promise<boolean> {
  if (answers.person === undefined || answers.yes || open.some((prefix) => !proposed.has(prefix))) return false;
  const lines = open.map((prefix) => {
    const { example = `${prefix}1001`, orders = 0 } = seen.find((one) => one.prefix === prefix) ?? {};
    const copy = `${proposed.get(prefix)}${example.slice(prefix.length)}`;
    return `  ${example.padEnd(12)} becomes ${copy.padEnd(12)} (${count(orders)} such ${orders === 1 ? 'order' : 'orders'} seen)`;
  });
  tell(
    ['', `The copies of ${name} get numbers that can never meet those of another store, now or later:`, ...lines].join(
      '\n',
    ),
  );
  return answers.person.confirm('Take these numbers?', true);
}
