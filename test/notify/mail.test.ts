import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { MailServer as ServerSettings } from '../../src/config/addresses.ts';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { type Announced, announce } from '../../src/notify/announce.ts';
import type { RunOutcome } from '../../src/notify/conditions.ts';
import { sendLetter } from '../../src/notify/mail.ts';
import { demoPipeline } from '../fixtures/support.ts';
import { type MailServer, shownParts, startLiar, startMailServer, trustHere } from './mail-server.ts';
import { ended, failing, shopper } from './run-ends.ts';

let home: string;
let demo: Pipeline;
let distrust: () => void;
beforeAll(async () => {
  distrust = trustHere();
  demo = await demoPipeline();
  // What is loaded by the first message only is loaded before the time of any is taken.
  await Promise.all([import('nodemailer/lib/smtp-connection'), import('nodemailer/lib/mail-composer')]);
});
afterAll(() => distrust());
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mail-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const anna = 'anna@books.example.com';
const boris = 'boris@books.example.com';
const login = { username: 'alerts', password: 'a password: 0123' };

function pipelineWith(server: Partial<ServerSettings> & { port: number }, to: readonly string[]): Pipeline {
  const settings: ServerSettings = { host: 'localhost', secure: 'starttls', login: undefined, ...server };
  const email = { to: [...to], from: 'alerts@books.example.com', server: settings };
  return { ...demo, onProblem: { ...demo.onProblem, email } };
}

/** @param limitMilliseconds long, but where it is met */
function tell(
  outcome: RunOutcome,
  server: Partial<ServerSettings> & { port: number },
  { to = [anna], limitMilliseconds = 20_000 }: { to?: readonly string[]; limitMilliseconds?: number } = {},
): Promise<Announced> {
  return announce({ pipeline: pipelineWith(server, to), home, outcome, now: 1_800_000_000_000, limitMilliseconds });
}

async function started(own: Parameters<typeof startMailServer>[0] = {}): Promise<MailServer> {
  const server = await startMailServer(own);
  onTestFinished(() => server.close());
  return server;
}

describe('onProblem.email', () => {
  test('hears of a failure once, and once that it is well again, over an encrypted connection and signed in', async () => {
    const server = await started({ password: login.password });
    for (const outcome of [ended(), failing, failing, ended(), ended()])
      expect((await tell(outcome, { port: server.port, login })).failures).toEqual([]);
    expect(server.received.map(({ from, to, user, isEncrypted }) => ({ from, to, user, isEncrypted }))).toEqual(
      Array(2).fill({ from: 'alerts@books.example.com', to: [anna], user: 'alerts', isEncrypted: true }),
    );
    const [first, second] = server.received.map(({ raw }) => shownParts(raw));
    expect(first?.head).toContain('Subject: demo: the run failed (west: request-refused)');
    expect(second?.head).toContain('Subject: demo is well again');
    for (const shown of [first?.text, first?.html]) {
      expect(shown).toContain('The store understood the request and refused it');
      expect(shown).toContain('neto-consolidator status');
    }
  });

  test('may be encrypted from the first byte', async () => {
    const server = await started({ secure: true, password: login.password });
    await tell(failing, { port: server.port, secure: 'tls', login });
    expect(server.received).toMatchObject([{ user: 'alerts', isEncrypted: true }]);
  });

  test('may be in the clear on this machine', async () => {
    const server = await started({ hideSTARTTLS: true });
    await tell(failing, { host: '127.0.0.1', port: server.port, secure: 'none' });
    expect(server.received).toMatchObject([{ isEncrypted: false }]);
  });

  test('is told no name, no address of a shopper and no secret, and neither is the file beside it', async () => {
    const server = await started({ password: login.password });
    const own = { port: server.port, login };
    await tell(failing, own);
    await tell(ended({ status: 'open', held: [shopper] }), own);
    expect(server.received).toHaveLength(2);
    const [file = ''] = readdirSync(join(home, 'problems')).filter((name) => name.endsWith('.json'));
    const written = readFileSync(join(home, 'problems', file), 'utf8');
    const shown = server.received.flatMap(({ raw }) => Object.values(shownParts(raw)));
    for (const text of [...shown, written])
      for (const secret of [shopper, 'jane', 'west-key', 'main-key', login.password])
        expect(text).not.toContain(secret);
    expect(written).not.toContain(anna);
  });

  test('goes to fifty recipients as one mail', async () => {
    const server = await started();
    const to = Array.from({ length: 50 }, (_, place) => `reader${place}@books.example.com`);
    await tell(failing, { port: server.port }, { to });
    expect(server.received.map((mail) => mail.to)).toEqual([to]);
  });

  test('is sent again to the one recipient who was refused, and not to the others', async () => {
    const server = await started();
    server.refused.add(boris);
    const to = [anna, boris];
    const { told, failures } = await tell(failing, { port: server.port }, { to });
    expect(told).toHaveLength(1);
    expect(failures).toEqual([
      expect.stringContaining('for 1 of 2 recipients: the mail server refused this recipient (550)'),
    ]);
    expect(failures.join('')).not.toContain(boris);
    server.refused.clear();
    await tell(failing, { port: server.port }, { to });
    await tell(failing, { port: server.port }, { to });
    expect(server.received.map((mail) => mail.to)).toEqual([[anna], [boris]]);
  });

  test('tells who is named later what lasts', async () => {
    const server = await started();
    await tell(failing, { port: server.port });
    await tell(failing, { port: server.port }, { to: [anna, boris] });
    expect(server.received.map((mail) => mail.to)).toEqual([[anna], [boris]]);
  });
});

describe('a letter', () => {
  test('can begin no line of its own in its head, whatever its subject and its texts hold', async () => {
    const server = await started();
    const evil = 'au\r\nBcc: thief@example.com\r\n\r\n<script>alert(1)</script>\u2028\u202ex';
    const letter = { from: 'a@example.com', to: [anna], subject: evil, text: evil, html: evil, id: 'one' };
    const settings: ServerSettings = { host: 'localhost', port: server.port, secure: 'starttls', login: undefined };
    await sendLetter(settings, letter, { signal: AbortSignal.timeout(20_000), milliseconds: 20_000 });
    expect(server.received[0]?.to).toEqual([anna]);
    const { head } = shownParts(server.received[0]?.raw ?? '');
    expect(head.split('\r\n').map((line) => line.split(':')[0]?.toLowerCase())).not.toContain('bcc');
    expect(head).not.toMatch(/^<script>/m);
  });

  test('bears the same id when it is sent again', async () => {
    const closing = await startLiar((socket) => speak(socket, { '.': () => socket.destroy() }));
    onTestFinished(() => closing.close());
    const seen: string[] = [];
    const server = await started();
    await tell(failing, { port: closing.port, secure: 'none' }).then(({ failures }) =>
      expect(failures).toHaveLength(1),
    );
    await tell(failing, { port: server.port });
    seen.push(...server.received.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1] ?? ''));
    rmSync(join(home, 'problems'), { recursive: true });
    await tell(failing, { port: server.port });
    seen.push(...server.received.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1] ?? ''));
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toMatch(/^<[\w-]{22}@books\.example\.com>$/);
  });
});

describe('a mail server that does not take the message', () => {
  test.each([
    ['a wrong password', { password: 'another' }, { login }, 'it refused the user name or the password (535)'],
    ['a certificate of nobody', { certificate: 'stranger' }, {}, 'its certificate is signed by itself'],
    ['an old certificate', { certificate: 'expired' }, {}, 'its certificate has expired'],
    ['a name that is not in its certificate', { certificate: 'other' }, {}, 'its certificate is for another name'],
    [
      'no encryption',
      { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] },
      {},
      'it does not offer an encrypted connection',
    ],
    ['another kind of encryption', {}, { secure: 'tls' }, 'it does not speak TLS from the first byte'],
    ['no such host', {}, { host: 'nowhere.invalid' }, 'its host nowhere.invalid is not known'],
    ['a refused sender', { onMailFrom: refuseSender }, {}, 'it refused the sender (553)'],
  ] as const)('for %s says so, gets nothing, and is tried again', async (_, own, settings, reason) => {
    const server = await started(own as Parameters<typeof startMailServer>[0]);
    const { told, failures } = await tell(failing, { port: server.port, ...settings });
    expect([told, server.received]).toEqual([[], []]);
    expect(failures).toEqual([expect.stringContaining(reason)]);
    for (const secret of [login.password, anna]) expect(failures.join('')).not.toContain(secret);
    const later = await started();
    expect((await tell(failing, { port: later.port })).told).toHaveLength(1);
  });

  test('because nothing listens there, says where', async () => {
    const gone = await startMailServer();
    await gone.close();
    const { failures } = await tell(failing, { port: gone.port });
    expect(failures).toEqual([expect.stringContaining(`nothing answers at localhost:${gone.port}`)]);
  });
});

function refuseSender(_: unknown, __: unknown, done: (error: Error) => void): void {
  done(Object.assign(new Error('not yours'), { responseCode: 553 }));
}

/** Speaks SMTP as far as it has to, but for what is its own. */
function speak(socket: Socket, own: Readonly<Record<string, () => void>>): void {
  socket.write('220 here\r\n');
  let inData = false;
  let rest = '';
  socket.on('data', (bytes) => {
    rest += bytes.toString();
    const lines = rest.split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const word = inData ? line : (line.split(/[ :]/)[0] ?? '');
      if (inData && line !== '.') continue;
      const step = Object.hasOwn(own, word) ? own[word] : undefined;
      if (word === 'DATA' && step === undefined) inData = true;
      if (step !== undefined) step();
      else socket.write({ DATA: '354 go on\r\n', '.': '250 taken\r\n' }[word] ?? '250 yes\r\n');
      if (word === '.') inData = false;
    }
  });
}

/** As fast as it is read, for as long as anybody does. */
function flood(socket: Socket, text: string): void {
  const block = text.repeat(Math.ceil(65_536 / text.length));
  const more = (): void => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on('drain', more);
  more();
}

describe('a mail server that lies never holds a run up, fails no run, and the message comes with the next', () => {
  const LIMIT = 700;
  test.each<[string, (socket: Socket) => void]>([
    ['accepts and never says a word', () => undefined],
    [
      'greets a letter at a time',
      (socket) => {
        const timer = setInterval(() => socket.write('2'), 50);
        socket.on('close', () => clearInterval(timer));
      },
    ],
    ['closes at once', (socket) => socket.destroy()],
    ['greets with a line that never ends', (socket) => flood(socket, '220')],
    ['greets with lines that never end', (socket) => flood(socket, '220-here\r\n')],
    ['greets without end', (socket) => flood(socket, '220 here\r\n')],
    ['answers EHLO without end', (socket) => speak(socket, { EHLO: () => flood(socket, '250-A-WORD\r\n') })],
    ['closes after the recipient', (socket) => speak(socket, { RCPT: () => socket.destroy() })],
    ['resets in the middle of the message', (socket) => speak(socket, { DATA: () => socket.resetAndDestroy() })],
    ['takes the message and never says so', (socket) => speak(socket, { '.': () => undefined })],
    [
      'offers encryption and never gets there',
      (socket) =>
        speak(socket, {
          EHLO: () => socket.write('250-here\r\n250 STARTTLS\r\n'),
          STARTTLS: () => socket.write('220 go\r\n'),
        }),
    ],
    ['speaks another protocol', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['says that it has no time', (socket) => socket.end('421 busy\r\n')],
  ])('%s', async (name, talk) => {
    const liar = await startLiar(talk);
    onTestFinished(() => liar.close());
    const begun = performance.now();
    const secure = name.includes('encryption') ? 'starttls' : 'none';
    const { told, failures } = await tell(failing, { port: liar.port, secure }, { limitMilliseconds: LIMIT });
    expect(performance.now() - begun).toBeLessThan(LIMIT + 1_500);
    expect(told).toEqual([]);
    expect(failures).toEqual([expect.stringMatching(/^The mail was not sent: .+\. .+ The next run tells it again\.$/)]);
    expect(liar.met()).toBe(1);
    const server = await started();
    expect((await tell(failing, { port: server.port })).told).toHaveLength(1);
  });

  test('but one that takes the message and never says good-bye has it', async () => {
    const liar = await startLiar((socket) => speak(socket, { QUIT: () => undefined }));
    onTestFinished(() => liar.close());
    const { told, failures } = await tell(failing, { port: liar.port, secure: 'none' });
    expect([told.length, failures]).toEqual([1, []]);
    await tell(failing, { port: liar.port, secure: 'none' });
    expect(liar.met()).toBe(1);
  });
});
