import { addressOf, isLoopbackAddress, storeAddressProblem } from '../../config/addresses.ts';
import type { StoreConnection } from '../../config/pipeline.ts';
import { keyProblem, usernameProblem } from '../../config/values.ts';
import { BEGINNING } from '../../entities/reading/beginning.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import { tryKeyForms } from '../../operations/check/key-forms.ts';
import type { Answers, Question } from './answers.ts';
import type { KeySource, Session } from './session.ts';

export interface Connected {
  readonly url: string;
  readonly host: string;
  readonly isHere: boolean;
  readonly keyVariable: string;
  readonly username: string | undefined;
  readonly client: NetoClient;
}

/** A store's address, asked for again until it is one. @param others hosts of the stores that are there already, by name */
export function addressQuestion(
  { id, flag, message }: Pick<Question, 'id' | 'flag' | 'message'>,
  others: ReadonlyMap<string, string>,
): Question {
  return {
    ...{ id, flag, message },
    check(answer) {
      const problem = storeAddressProblem(answer);
      if (problem !== undefined) {
        const spoken = /^[a-z0-9-]+(\.[a-z0-9-]+)+\/?$/i.test(answer)
          ? ` Did you mean https://${answer.replace(/\/$/, '')}?`
          : '';
        return `This ${problem.replace(/^which /, '')}.${spoken} Expected one such as https://www.west-store.com.au, without a path.`;
      }
      const host = addressOf(answer)?.host ?? '';
      const same = [...others].find(([, other]) => bare(other) === bare(host));
      return same && `This is the address of ${same[0]} already. Each store is named once.`;
    },
  };
}

/** With or without www it is one store, and this machine has several names. */
function bare(host: string): string {
  return host.replace(/^www\./, '').replace(/^(127\.0\.0\.1|\[::1\])(?=:|$)/, 'localhost');
}

/**
 * Finds an address that answers and a key that works, in both its forms; asks until there is one. A key that was typed is
 * put into `.env` at once.
 * @throws ConsolidatorError where nobody is there to mend it; `stopped`
 */
export async function connect(
  session: Session,
  answers: Answers,
  { name, url: question }: { readonly name: string; readonly url: Question },
): Promise<Connected> {
  const keyVariable = answers.known(variableQuestion(name)) ?? defaultVariable(name);
  let typed: string | undefined;
  let username = answers.known(usernameQuestion(name)) || undefined;
  for (;;) {
    const address = addressOf(await answers.get(question));
    if (address === undefined) throw answers.nothingWithout();
    const found = typed === undefined ? session.keyIn(keyVariable) : { key: typed, from: 'typed' as const };
    const isHere = isLoopbackAddress(address.url);
    if (found === undefined) {
      // Whether the address is a store's shows before a key is sent there.
      const { error } = await tryForms(session, { name, ...address, key: 'none', username: undefined, isHere });
      if (error !== undefined && !isAboutKey(error)) {
        await wrongAddress(session, answers, { question, error });
        continue;
      }
      typed = await askKey(session, answers, { name, keyVariable });
      continue;
    }
    const form = await tryForms(session, { name, ...address, key: found.key, username, isHere });
    if (form.error === undefined) {
      await keepKey(session, answers, { keyVariable, ...found });
      await answers.keep(`${name}.username`, form.username ?? '');
      session.tell(worksWords(session, { name, keyVariable, from: found.from, username: form.username }));
      return { ...address, isHere, keyVariable, username: form.username, client: form.client };
    }
    const { error } = form;
    if (answers.person === undefined) throw troubled(error, { name, keyVariable, username, from: found.from, session });
    if (!isAboutKey(error)) {
      await wrongAddress(session, answers, { question, error });
      continue;
    }
    if (found.from === 'environment') throw troubled(error, { name, keyVariable, username, from: found.from, session });
    if (username === undefined) {
      session.tell(`\n${name} refuses this key without a user name. A key of a user needs its name beside it.`);
      username =
        (await answers.person.text(`User name of the key (Enter: none, I'll give the key again)`, {
          check: (answer) => (answer === '' ? undefined : asSentence('This is a name', usernameProblem(answer))),
        })) || undefined;
      typed = username === undefined ? await askKey(session, answers, { name, keyVariable }) : found.key;
    } else {
      session.tell(`\n${name} refuses this key, with the user ${username} and without. ${KEY_TROUBLES}`);
      username = undefined;
      typed = await askKey(session, answers, { name, keyVariable });
    }
  }
}

/** It is asked for again. @throws ConsolidatorError where nobody is there */
async function wrongAddress(
  { tell }: Session,
  answers: Answers,
  { question, error }: { readonly question: Question; readonly error: ConsolidatorError },
): Promise<void> {
  const { message, remedy } = addressTrouble(error);
  if (answers.person === undefined) throw new ConsolidatorError('usage', message, { remedy });
  tell(`\n${message} ${remedy}`);
  answers.forget(question.id);
}

/** In words for whoever has no pipeline file yet. */
function addressTrouble({ code, message }: ConsolidatorError): { readonly message: string; readonly remedy: string } {
  const remedy =
    code === 'redirected'
      ? 'Give the address that it leads to, with or without www.'
      : 'Look whether it is the address that the store has in a browser, and whether this machine can reach it.';
  return { message: message.replace('; check `url`', '').replace(/ (Check|Put|Open) .*$/s, ''), remedy };
}

const KEY_TROUBLES =
  'It may have been cut off when it was copied, belong to another store or another user, or have been revoked.';

function isAboutKey(error: ConsolidatorError): boolean {
  return error.code === 'key-refused' || (error.code === 'http-refused' && /\b40[13]\b/.test(error.message));
}

function defaultVariable(name: string): string {
  return `${name === 'primary' ? 'MAIN' : name.toUpperCase().replaceAll('-', '_')}_STORE_KEY`;
}

function variableQuestion(name: string): Question {
  return {
    id: `${name}.keyVariable`,
    flag: `--key-from-env ${name}=${defaultVariable(name)}`,
    message: '',
    check: (answer) =>
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(answer)
        ? undefined
        : 'This is no name of a variable of the environment (not shown). A key itself is never given as an option.',
  };
}

function usernameQuestion(name: string): Question {
  return {
    id: `${name}.username`,
    flag: `--username ${name}=anna`,
    message: '',
    check: (answer) => (answer === '' ? undefined : asSentence('This is a name', usernameProblem(answer))),
  };
}

/** The form that works: with the user name where that does, else without. */
async function tryForms(
  { open, around }: Session,
  { name, url, host, key, username, isHere }: Trying,
): Promise<
  | { readonly client: NetoClient; readonly username: string | undefined; readonly error?: undefined }
  | { readonly error: ConsolidatorError }
> {
  const connection: StoreConnection = {
    ...{ name, url, host, key, username },
    ...{ timezone: 'UTC', format: 'json', requestsPerMinute: isHere ? null : 240, timeoutSeconds: 60, pageSize: 100 },
  };
  const { own, other } = await tryKeyForms({ open, signal: around.signal }, connection, BEGINNING);
  if (!(own instanceof ConsolidatorError)) return { client: own.client, username };
  if (other !== undefined && !(other instanceof ConsolidatorError))
    return { client: other.client, username: undefined };
  return { error: own };
}

interface Trying {
  readonly name: string;
  readonly url: string;
  readonly host: string;
  readonly key: string;
  readonly username: string | undefined;
  readonly isHere: boolean;
}

interface Keyed {
  readonly name: string;
  readonly keyVariable: string;
}

/** @throws ConsolidatorError `environment-missing` where nobody is there */
async function askKey(
  { tell, once, envFile }: Session,
  { person }: Answers,
  { name, keyVariable }: Keyed,
): Promise<string> {
  if (person === undefined) {
    const message = `There is no key for ${name}: the variable ${keyVariable} is neither in the environment nor in ${envFile}.`;
    throw new ConsolidatorError('environment-missing', message, {
      remedy: `Set it there, or name another variable: --key-from-env ${name}=NAME. A key itself is never given as an option, since others on the machine can see those.`,
    });
  }
  if (once('key'))
    tell(
      `\nThe key is in the control panel of the store: Settings & tools > All settings & tools > API settings. It is not shown here, and goes into ${envFile}, which you alone can read.`,
    );
  return person.secret(`API key of ${name}`, (answer) => asSentence('This is a key', keyProblem(answer)));
}

/** A typed key always; one of the environment where that is asked for. */
async function keepKey(
  session: Session,
  { savesKeys }: Answers,
  { keyVariable, key, from }: { readonly keyVariable: string; readonly key: string; readonly from: KeySource },
): Promise<void> {
  if (from === 'typed' || (from === 'environment' && savesKeys)) await session.keepKey(keyVariable, key);
}

function worksWords(
  { envFile }: Session,
  { name, keyVariable, from, username }: Keyed & { readonly from: KeySource; readonly username: string | undefined },
): string {
  const user = username === undefined ? '' : ` with the user ${username}`;
  const where = from === 'environment' ? `${keyVariable} of the environment` : `${keyVariable} in ${envFile}`;
  return `${name}: the key works${user}. It is ${where}.`;
}

function troubled(
  error: ConsolidatorError,
  {
    name,
    keyVariable,
    username,
    from,
    session,
  }: Keyed & { username: string | undefined; from: KeySource; session: Session },
): ConsolidatorError {
  if (!isAboutKey(error)) {
    const { message, remedy } = addressTrouble(error);
    return new ConsolidatorError('usage', message, { remedy });
  }
  const where = from === 'environment' ? 'of the environment' : `in ${session.envFile}`;
  const tried = username === undefined ? ' without a user name' : `, with the user ${username} and without`;
  return new ConsolidatorError(
    'usage',
    `${name} refuses the key that ${keyVariable} ${where} holds${tried}. ${KEY_TROUBLES}`,
    {
      remedy: `Mend it there${username === undefined ? `; if it belongs to a user, say --username ${name}=NAME` : ''}.`,
    },
  );
}

function asSentence(what: string, clause: string | undefined): string | undefined {
  return clause && `${what} ${clause}.`;
}
