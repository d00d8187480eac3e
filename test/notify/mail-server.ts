import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { repository } from '../fixtures/support.ts';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** With its head, as it came. */
  readonly raw: string;
  readonly user: string | undefined;
  readonly isEncrypted: boolean;
}

export interface MailServer {
  readonly port: number;
  readonly received: ReceivedMail[];
  /** Recipients that it refuses for good from now on. */
  readonly refused: Set<string>;
  close(): Promise<void>;
}

const pem = (name: string): string => readFileSync(join(repository, 'test/notify/tls', `${name}.pem`), 'utf8');

/** Has this process trust the certificates of `localhost` and of another name, as a machine trusts its own authority. */
export function trustHere(): () => void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, pem('here'), pem('other')]);
  return () => setDefaultCACertificates(before);
}

/** The file of that certificate, for NODE_EXTRA_CA_CERTS. */
export const certificateFile = join(repository, 'test/notify/tls/here.pem');

/** A real mail server on this machine. @param password of `alerts`; left out: nobody has to sign in */
export async function startMailServer(
  own: SMTPServerOptions & { password?: string; certificate?: 'here' | 'other' | 'stranger' | 'expired' } = {},
): Promise<MailServer> {
  const { password, certificate = 'here', ...options } = own;
  const received: ReceivedMail[] = [];
  const refused = new Set<string>();
  const server = new SMTPServer({
    // Without one it has one that comes with it, and has expired.
    ...(certificate === 'expired' ? {} : { key: pem(`${certificate}-key`), cert: pem(certificate) }),
    authOptional: password === undefined,
    disabledCommands: password === undefined ? ['AUTH'] : [],
    logger: false,
    onAuth({ username, password: given }, _session, done) {
      if (username === 'alerts' && given === password) done(null, { user: username });
      else done(Object.assign(new Error(`no such user as ${username} ${given}`), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, done) {
      done(refused.has(address) ? Object.assign(new Error(`no mailbox ${address}`), { responseCode: 550 }) : null);
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        received.push({
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString(),
          user: typeof session.user === 'string' ? session.user : undefined,
          isEncrypted: session.secure,
        });
        done(null);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return { port, received, refused, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** A server of one's own that says whatever it likes. @returns its port, and how to end it */
export async function startLiar(
  talk: (socket: Socket) => void,
): Promise<{ readonly port: number; readonly met: () => number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let met = 0;
  const server = createServer((socket) => {
    met += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { port: (server.address() as AddressInfo).port, met: () => met, close };
}

/** Text and HTML of a mail as a program shows them: without line ends and signs of its coding. */
export function shownParts(raw: string): { readonly head: string; readonly text: string; readonly html: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? '';
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`).slice(1, 3);
  const [text = '', html = ''] = parts.map((part) => {
    const [own = '', ...body] = part.trimStart().split('\r\n\r\n');
    const content = body.join('\r\n\r\n');
    if (/base64/i.test(own)) return Buffer.from(content, 'base64').toString();
    if (!/quoted-printable/i.test(own)) return content;
    const bytes = content
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    return Buffer.from(bytes, 'latin1').toString();
  });
  return { head: head.replaceAll(/\r\n[ \t]+/g, ' '), text, html };
}
