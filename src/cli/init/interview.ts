import { addressOf } from '../../config/addresses.ts';
import type { PrefixOwner } from '../../model/order-id.ts';
import type { PipelineChoices, SecondaryChoices } from '../../operations/init/pipeline-choices.ts';
import { type StoreSurvey, surveyStore } from '../../operations/init/survey.ts';
import type { Answers, Question } from './answers.ts';
import { addressQuestion, connect } from './connect.ts';
import type { GivenStore } from './flags.ts';
import type { Surveyed } from './interviewing.ts';
import { askPrimaryPrefixes } from './questions/prefixes.ts';
import { askSecondary } from './questions/secondary.ts';
import { askTimeZone } from './questions/time-zone.ts';
import type { Session } from './session.ts';
import { surveyWords } from './words.ts';

const STORE_NAME = /^(?!primary$)[a-z][a-z0-9-]{0,11}$/;

/**
 * Asks for all that a pipeline file says, store by store.
 * @throws ConsolidatorError `usage` where answers are missing and nobody is there; `stopped`; what a store is troubled by
 */
export async function interview(
  session: Session,
  answers: Answers,
  { name, ledger, stores }: { readonly name: string; readonly ledger: string; readonly stores: readonly GivenStore[] },
): Promise<PipelineChoices> {
  session.tell('\n1. The primary: the store that is connected to Xero. The copies go there.');
  const hosts = new Map<string, string>();
  const main = await meet(session, answers, 'primary', primaryAddress());
  hosts.set('the primary', main.host);
  const timezone = await askTimeZone(session, answers, main);
  const prefixes = await askPrimaryPrefixes(answers, main);
  const secondaries: SecondaryChoices[] = [];
  for await (const given of storesToMeet(session, answers, { stores, hosts })) {
    const surveyed = await meet(session, answers, given.name, secondaryAddress(given.name, hosts), main.survey);
    hosts.set(given.name, surveyed.host);
    const taken = [
      ...prefixes.map((prefix): PrefixOwner => ({ owner: 'primary', prefix })),
      ...secondaries.flatMap((one) => [...one.prefix.values()].map((prefix) => ({ owner: one.name, prefix }))),
    ];
    const about = { session, answers, primary: { ...main, prefixes }, taken };
    const before = secondaries.at(-1);
    secondaries.push(await askSecondary({ ...about, earlier: [...secondaries], before }, surveyed));
  }
  answers.refuseMissing();
  // Copies that another pipeline makes there are as good as the primary's own: no number of ours may meet theirs.
  const targets = secondaries.flatMap(({ prefix }) => [...prefix.values()]);
  const others = main.survey.copies.map(({ targetPrefix }) => targetPrefix).filter((one) => !targets.includes(one));
  const all = [...new Set([...prefixes, ...others])];
  return { name, ledger, primary: { ...main, timezone, prefixes: all }, secondaries };
}

function primaryAddress(): Question {
  const flag = '--primary https://www.main-store.com.au';
  return addressQuestion({ id: 'primary.url', flag, message: 'Its address' }, new Map());
}

function secondaryAddress(name: string, hosts: ReadonlyMap<string, string>): Question {
  const flag = `--store ${name}=https://www.${name}-store.com.au`;
  return addressQuestion({ id: `${name}.url`, flag, message: 'Its address' }, hosts);
}

async function meet(
  session: Session,
  answers: Answers,
  name: string,
  url: Question,
  primary?: StoreSurvey,
): Promise<Surveyed> {
  const connected = await connect(session, answers, { name, url });
  session.tell(`Reading what ${name} is like; nothing is written there …`);
  const { now, signal } = session.around;
  const survey = await surveyStore(connected.client, { now: now(), signal });
  session.tell(surveyWords(name, survey, primary));
  return { ...connected, name, survey };
}

/** Those of the command line; else one after another, until a person says that there are no more. */
async function* storesToMeet(
  session: Session,
  answers: Answers,
  { stores, hosts }: { readonly stores: readonly GivenStore[]; readonly hosts: ReadonlyMap<string, string> },
): AsyncGenerator<{ name: string }> {
  const { person } = answers;
  const named: string[] = [];
  const known = stores.length > 0 ? stores.map(({ name }) => name) : answers.list('stores');
  for (const name of known) {
    named.push(name);
    session.tell(`\n${named.length + 1}. The store ${name}, which is only read.`);
    yield { name };
  }
  if (stores.length > 0) return;
  if (person === undefined) {
    answers.miss({ id: '', flag: '--store west=https://www.west-store.com.au', message: '' });
    return;
  }
  for (;;) {
    if (named.length > 0) {
      const isLast = answers.kept('stores.end') === String(named.length);
      if (isLast || !(await person.confirm('Is there another store to copy from?', false))) {
        await answers.keep('stores.end', String(named.length));
        return;
      }
    }
    session.tell(`\n${named.length + 2}. A store that is copied from. It is only read.`);
    const question = addressQuestion({ id: 'new.url', flag: '', message: 'Its address' }, hosts);
    const url = await person.text('Its address', { check: (answer) => question.check?.(answer) });
    const name = await askName(answers, url, named);
    await answers.keep(`${name}.url`, url);
    named.push(name);
    await answers.keep('stores', named.join(','));
    yield { name };
  }
}

function askName(answers: Answers, url: string, named: readonly string[]): Promise<string> {
  const proposal = nameOf(url);
  return (
    answers.person?.text('A short name for it, such as west (it stays so)', {
      ...(proposal === undefined || named.includes(proposal) ? {} : { proposal }),
      check: (answer) => nameProblem(answer, named),
    }) ?? Promise.resolve('')
  );
}

export function nameProblem(name: string, named: readonly string[]): string | undefined {
  if (!STORE_NAME.test(name))
    return 'A name is 1 to 12 lower-case letters, digits and -, begins with a letter, and is not "primary" or "xero".';
  return named.includes(name) ? `There is a store ${name} already.` : undefined;
}

/** Of `www.west-store.com.au`: `west`. */
function nameOf(url: string): string | undefined {
  const [first = ''] = (addressOf(url)?.host ?? '').replace(/^www\./, '').split(/[.:]/);
  const name = first.replace(/[-_]?(store|shop)$/, '').slice(0, 12);
  return STORE_NAME.test(name) && first !== 'localhost' ? name : undefined;
}
