import { once } from 'node:events';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SentMessageInfo } from 'nodemailer/lib/smtp-connection';
import type { MailServer } from '../config/addresses.ts';
import { boundedLookup } from './lookup.ts';
import { mailTrouble, recipientTrouble } from './mail-trouble.ts';
import { type Trouble, tooSlow } from './trouble.ts';

export interface Letter {
  readonly from: string;
  /** All who get this one. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Unique; the same for a letter that is sent again, so that programs for mail can show it once. */
  readonly id: string;
}

interface SendOptions {
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** How long that takes, for the message. */
  readonly milliseconds: number;
  /** For tests. */
  readonly lookup?: LookupFunction | undefined;
}

/** Bytes of one answer of a mail server, and of all of them: what is more is no mail server's. */
const ONE_ANSWER = 65_536;
const ALL_ANSWERS = 1_000_000;
/** Milliseconds between two looks at how much has come. */
const LOOK = 20;
/** Milliseconds that no wait comes to. */
const NEVER = 600_000;
/** Milliseconds for a good-bye, which changes nothing any more. */
const QUIT = 300;

/**
 * Sends one letter. It counts as delivered to a recipient once the server has taken it for them, which it says at the end.
 * @returns by recipient why it was not delivered to them; empty when it was to all
 */
export async function sendLetter(
  server: MailServer,
  letter: Letter,
  options: SendOptions,
): Promise<ReadonlyMap<string, Trouble>> {
  const { signal, milliseconds } = options;
  // Hardly any run has something to tell.
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const content = await new MailComposer(fieldsOf(letter)).compile().build();
  const toAll = (trouble: Trouble): ReadonlyMap<string, Trouble> => new Map(letter.to.map((one) => [one, trouble]));
  const step = { at: 'to reach it' };
  const session = new Session(signal);
  try {
    const socket = session.keep(await reach(server, options));
    const connection = session.keepConnection(new Connection(connectionOptions(server, socket)));
    step.at = 'its greeting';
    await session.until<void>((done) => connection.connect((error) => done(error ?? null)));
    const { login } = server;
    if (login !== undefined) {
      step.at = 'to sign in';
      const auth = { user: login.username, pass: login.password };
      await session.until<boolean | undefined>((done) => connection.login(auth, done));
    }
    step.at = 'to take the message';
    const envelope = { from: letter.from, to: [...letter.to], size: content.length };
    const info = await session.until<SentMessageInfo>((done) =>
      connection.send(envelope, content, (error, result) => done(error, result)),
    );
    // Whoever answers all that is said with the same words has taken nothing.
    if (info?.response.startsWith('250') !== true) return toAll(NO_MAIL_SERVER);
    await session.quit();
    return new Map(
      (info.rejectedErrors ?? []).map((error) => [
        String(error['recipient']),
        recipientTrouble(error, secretsOf(server)),
      ]),
    );
  } catch (error) {
    if (signal.aborted) return toAll(tooSlow(milliseconds, step.at));
    return ofError(error, letter, server) ?? toAll(mailTrouble(error, server));
  } finally {
    session.end();
  }
}

const NO_MAIL_SERVER: Trouble = {
  reason: 'it does not answer as a mail server does',
  remedy: 'Look at the host and the port.',
};

function secretsOf({ login }: MailServer): string[] {
  return login === undefined ? [] : [login.password, login.username, Buffer.from(login.password).toString('base64')];
}

/** Where all recipients were refused, each has its own answer. */
function ofError(error: unknown, { to }: Letter, server: MailServer): ReadonlyMap<string, Trouble> | undefined {
  const errors = error instanceof Error && 'rejectedErrors' in error ? error.rejectedErrors : undefined;
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const own = new Map<string, Trouble>(
    errors.map((one: Record<string, unknown>) => [String(one['recipient']), recipientTrouble(one, secretsOf(server))]),
  );
  const [first] = own.values();
  return first === undefined ? undefined : new Map(to.map((one) => [one, own.get(one) ?? first]));
}

/** Machines answer no such letter, and none of its values can begin a line of its own. */
function fieldsOf({ from, to, subject, text, html, id }: Letter) {
  return {
    from: { name: 'neto-consolidator', address: from },
    to: [...to],
    subject: oneLine(subject),
    ...{ text, html, messageId: `<${id}@${from.split('@').at(-1) ?? 'localhost'}>` },
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Characters of a subject; phones show a third of that. */
const LONGEST_SUBJECT = 150;

export function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const letters = [...line];
  return letters.length <= LONGEST_SUBJECT ? line : `${letters.slice(0, LONGEST_SUBJECT - 1).join('')}…`;
}

function connectionOptions({ host, port, secure }: MailServer, connection: Socket) {
  return {
    ...{ host, port, connection },
    secure: secure === 'tls',
    secured: secure === 'tls',
    requireTLS: secure === 'starttls',
    ignoreTLS: secure === 'none',
    tls: tlsOptions(host),
    // Ours comes first, and says how long it was.
    ...{ connectionTimeout: NEVER, greetingTimeout: NEVER, socketTimeout: NEVER },
    ...{ socketCloseTimeout: 0, maxResponseSize: ONE_ANSWER, logger: false },
  };
}

/** The certificate is checked against the name that the file says, whatever the server calls itself. */
function tlsOptions(host: string) {
  return {
    minVersion: 'TLSv1.2' as const,
    rejectUnauthorized: true,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
}

/** Connected, and encrypted where that is from the first byte. */
async function reach({ host, port, secure }: MailServer, { signal, lookup }: SendOptions): Promise<Socket> {
  const to = { host, port, lookup: lookup ?? boundedLookup(signal), autoSelectFamily: true };
  const socket = secure === 'tls' ? connectTls({ ...to, ...tlsOptions(host) }) : connect(to);
  try {
    await once(socket, secure === 'tls' ? 'secureConnect' : 'connect', { signal });
    return socket;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
}

/** One connection with a mail server, from which nothing is left when it ends. */
class Session {
  readonly #signal: AbortSignal;
  #socket: Socket | undefined;
  #connection: SMTPConnection | undefined;
  #fail: (error: unknown) => void = () => undefined;
  #failed: unknown;
  #watch: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  keep(socket: Socket): Socket {
    this.#socket = socket;
    this.#watch = setInterval(() => {
      if (socket.bytesRead > ALL_ANSWERS) this.#refuse(new Error('too much was answered'));
    }, LOOK);
    return socket;
  }

  keepConnection(connection: SMTPConnection): SMTPConnection {
    this.#connection = connection;
    connection.on('error', (error: unknown) => this.#refuse(error));
    return connection;
  }

  /** One step; it ends with the session, too. */
  until<Result>(begin: (done: (error: Error | null, result?: Result) => void) => void): Promise<Result | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#failed !== undefined) return reject(this.#failed);
      if (this.#signal.aborted) return reject(this.#signal.reason);
      this.#fail = reject;
      this.#signal.addEventListener('abort', () => reject(this.#signal.reason), { once: true });
      begin((error, result) => (error === null || error === undefined ? resolve(result) : reject(error)));
    });
  }

  async quit(): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, QUIT);
      connection.once('end', () => {
        clearTimeout(timer);
        resolve();
      });
      connection.quit();
    });
  }

  end(): void {
    clearInterval(this.#watch);
    this.#connection?.close();
    this.#socket?.on('error', () => undefined);
    this.#socket?.destroy();
  }

  #refuse(error: unknown): void {
    this.#failed = error;
    this.#fail(error);
    this.end();
  }
}
