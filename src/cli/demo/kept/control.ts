import { timingSafeEqual } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { KeptRecord } from './record.ts';

const LOOPBACK = '127.0.0.1';
/** What only a kept demo says, and only to who knows its token. */
const GREETING = 'neto-consolidator demo\n';
const LONGEST_QUESTION = 200;
const ANSWERS_WITHIN_MILLISECONDS = 10_000;
/** Its stores close at once; a command of its own play may have a step to end. */
const ENDS_WITHIN_MILLISECONDS = 60_000;

/**
 * Where other processes of this machine ask whether this one is the demo of a record, and tell it to end. Who told it is
 * kept on the line until this process is gone: the system closes the line then, whatever happens.
 * @returns the port
 */
export async function listenForEnd(token: string, end: () => void): Promise<number> {
  const server = createServer((socket) => {
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.setTimeout(ANSWERS_WITHIN_MILLISECONDS, () => socket.destroy());
    let heard = '';
    socket.on('data', (text: string) => {
      heard += text;
      if (heard.length > LONGEST_QUESTION) socket.destroy();
      else if (heard.includes('\n')) answer(socket, heard.trim(), token, end);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function answer(socket: Socket, heard: string, token: string, end: () => void): void {
  const [word, given = ''] = heard.split(' ');
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  if (a.length !== b.length || !timingSafeEqual(a, b)) return void socket.destroy();
  socket.setTimeout(0);
  socket.write(GREETING);
  if (word === 'end') end();
  else socket.end();
}

/** `gone`: nothing listens there, or something else does. `silent`: it may be the demo, and does not answer. */
export type Found = 'running' | 'gone' | 'silent';

export async function askDemo(record: KeptRecord): Promise<Found> {
  const { greeted, late } = await speak(record, 'are-you-there');
  if (greeted) return 'running';
  return late ? 'silent' : 'gone';
}

/** Tells it to end, and waits until its process is gone. @returns `running` where that takes too long */
export async function endDemo(record: KeptRecord): Promise<'ended' | Found> {
  const { greeted, late } = await speak(record, 'end');
  if (greeted) return late ? 'running' : 'ended';
  return late ? 'silent' : 'gone';
}

interface Spoken {
  readonly greeted: boolean;
  readonly late: boolean;
}

/** Resolves when the other end has closed the line, is late, or says what no demo says. */
function speak({ port, token }: KeptRecord, word: string): Promise<Spoken> {
  return new Promise((resolve) => {
    let heard = '';
    let greeted = false;
    let late = false;
    const socket = connect({ host: LOOPBACK, port });
    const lateAfter = (milliseconds: number): NodeJS.Timeout =>
      setTimeout(() => {
        late = true;
        socket.destroy();
      }, milliseconds);
    let timer = lateAfter(ANSWERS_WITHIN_MILLISECONDS);
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('data', (text: string) => {
      heard += text;
      if (!GREETING.startsWith(heard)) return void socket.destroy();
      if (heard !== GREETING) return;
      greeted = true;
      clearTimeout(timer);
      timer = lateAfter(ENDS_WITHIN_MILLISECONDS);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      resolve({ greeted, late });
    });
    socket.write(`${word} ${token}\n`);
  });
}
