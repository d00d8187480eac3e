import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { ServedPage } from '../../src/serve/server.ts';

/** What somebody waits for, in milliseconds. */
export interface Waited {
  readonly first: number;
  readonly whole: number;
  /** Processor time of the process: on a quiet machine, what is waited for. */
  readonly work: number;
  /** The longest processor time at one go, in which nobody else would have been answered: other work on the machine does not count. */
  readonly silent: number;
}

export interface Answer extends Waited {
  readonly status: number;
  readonly text: string;
  readonly location: string;
}

/** One person's browser, in the process of the page: what keeps this process from answering keeps everybody. */
export class Browser {
  readonly #page: ServedPage;
  readonly #cookie: string;

  private constructor(page: ServedPage, cookie: string) {
    this.#page = page;
    this.#cookie = cookie;
  }

  static async enter(page: ServedPage): Promise<Browser> {
    const text = readFileSync(page.openingFile ?? '', 'utf8');
    const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const action = /action="([^"]+)"/.exec(text)?.[1] ?? '';
    const answer = await fetch(action, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ token }), headers: { Origin: 'null' } },
    });
    return new Browser(page, answer.headers.get('set-cookie')?.split(';')[0] ?? '');
  }

  get(path: string): Promise<Answer> {
    return this.#ask(path);
  }

  post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#ask(path, new URLSearchParams(fields).toString());
  }

  #ask(path: string, form?: string): Promise<Answer> {
    const { port, url } = this.#page;
    const { origin, pathname } = new URL(url);
    const headers = {
      ...{ Cookie: this.#cookie, Host: `127.0.0.1:${port}`, 'Sec-Fetch-Site': 'same-origin' },
      ...(form === undefined ? {} : { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' }),
    };
    const own = path.startsWith(pathname) ? path : `${pathname}${path.slice(1)}`;
    const asked = new Promise<Omit<Answer, 'silent' | 'work'>>((resolve, reject) => {
      const begun = performance.now();
      const method = form === undefined ? 'GET' : 'POST';
      const sent = request({ host: '127.0.0.1', port, path: own, headers, method, setHost: false }, (reply) => {
        const first = performance.now() - begun;
        const parts: Buffer[] = [];
        reply.on('data', (part: Buffer) => parts.push(part));
        reply.on('end', () => {
          const { statusCode: status = 0, headers: told } = reply;
          const text = Buffer.concat(parts).toString();
          resolve({ first, whole: performance.now() - begun, status, text, location: told.location ?? '' });
        });
      });
      sent.on('error', reject);
      sent.end(form);
    });
    return silenceOf(() => asked);
  }
}

/** @returns what came of it, and the longest processor time in which this process did nothing else meanwhile */
export async function silenceOf<Result extends object>(
  work: () => Promise<Result>,
): Promise<Result & Pick<Waited, 'silent' | 'work'>> {
  const begun = process.cpuUsage();
  let before = begun;
  let silent = 0;
  const look = (): void => {
    const { user, system } = process.cpuUsage(before);
    silent = Math.max(silent, (user + system) / 1000);
    before = process.cpuUsage();
  };
  const timer = setInterval(look, 1);
  try {
    const result = await work();
    look();
    const { user, system } = process.cpuUsage(begun);
    return { ...result, silent, work: (user + system) / 1000 };
  } finally {
    clearInterval(timer);
  }
}

/** The hidden fields of a form that decides, where its page has one. */
export function formIn(text: string, which: (fields: Readonly<Record<string, string>>) => boolean) {
  for (const [, action = '', inside = ''] of text.matchAll(
    /<form method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/gs,
  )) {
    const inputs = [...inside.matchAll(/<input[^>]*\bname="([^"]+)"[^>]*>/g)];
    const fields = Object.fromEntries(
      inputs.map(([input, name = '']) => [name, plain(/\bvalue="([^"]*)"/.exec(input)?.[1] ?? '')]),
    );
    if (which(fields)) return { action, fields };
  }
  return undefined;
}

function plain(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
