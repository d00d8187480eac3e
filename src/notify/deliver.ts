import { letterOf } from './letter.ts';
import { sendLetter } from './mail.ts';
import { type Message, slackBody } from './message.ts';
import { post } from './post.ts';
import { type Trouble, tooSlow } from './trouble.ts';
import type { Way } from './ways.ts';

interface DeliverOptions {
  /** Ends everything. */
  readonly signal: AbortSignal;
  readonly milliseconds: number;
}

/** Milliseconds after the end of all waiting in which what was broken off may tidy up. */
const TIDY = 250;

/**
 * Brings one message to all who get it. Never throws, and ends soon after the signal, whatever the other side does.
 * @returns by the key of each way why it did not arrive; undefined where it did
 */
export async function deliver(
  message: Message,
  ways: readonly Way[],
  options: DeliverOptions,
): Promise<ReadonlyMap<string, Trouble | undefined>> {
  const mails = ways.filter((way) => way.kind === 'email');
  const all = await Promise.all([
    ...ways.flatMap((way) =>
      way.kind === 'webhook'
        ? [inTime([way], options, async () => new Map([[way.key, await toWebhook(message, way, options)]]))]
        : [],
    ),
    ...(mails.length === 0 ? [] : [inTime(mails, options, () => byMail(message, mails, options))]),
  ]);
  return new Map(all.flatMap((one) => [...one]));
}

type Result = ReadonlyMap<string, Trouble | undefined>;

async function toWebhook(
  message: Message,
  { address, format }: Extract<Way, { kind: 'webhook' }>,
  options: DeliverOptions,
): Promise<Trouble | undefined> {
  return post(address, format === 'slack' ? slackBody(message) : message, options);
}

/** All of them are of one file, and so of one server. */
async function byMail(
  message: Message,
  mails: readonly Extract<Way, { kind: 'email' }>[],
  options: DeliverOptions,
): Promise<Result> {
  const [first] = mails;
  if (first === undefined) return new Map();
  const { server, from } = first.email;
  const letter = letterOf(
    message,
    from,
    mails.map(({ recipient }) => recipient),
  );
  const troubles = await sendLetter(server, letter, options);
  return new Map(mails.map(({ key, recipient }) => [key, troubles.get(recipient)]));
}

/** Whatever is still under way when the time is over has failed: nothing may hold a run up. */
async function inTime(
  ways: readonly Way[],
  { signal, milliseconds }: DeliverOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const toAll = (trouble: Trouble): Result => new Map(ways.map(({ key }) => [key, trouble]));
  const { promise, resolve } = Promise.withResolvers<Result>();
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    timer = setTimeout(() => resolve(toAll(tooSlow(milliseconds, 'it'))), TIDY);
  };
  signal.addEventListener('abort', end);
  try {
    const own = work().catch(() => toAll({ reason: 'it could not be sent', remedy: 'Try it with `notify --test`.' }));
    return await Promise.race([own, promise]);
  } finally {
    signal.removeEventListener('abort', end);
    clearTimeout(timer);
  }
}
