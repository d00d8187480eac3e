import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NamedTokens, tokensOfVariable } from '../../../src/serve/access/named-tokens.ts';
import { hashOf } from '../../../src/serve/access/secrets.ts';
import { servedPipeline } from '../../../src/serve/pipelines/served-pipeline.ts';
import { type ServedPage, type ServeOptions, servePage } from '../../../src/serve/server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A page on a real socket, and whatever a browser or somebody worse may send there. */
export interface Served extends ServedPage {
  /** The state home. */
  readonly home: string;
  /** What the terminal of the command was told. */
  readonly notes: readonly string[];
  /** Sends exactly these headers, beside those that a browser adds to what a person clicks. */
  ask(path: string, asking?: Asking): Promise<Reply>;
  /** The token that stands in the opening file now. */
  oneTimeToken(): string;
  /** Gets in by the opening file. @returns the header Cookie */
  enter(): Promise<string>;
  /** The token of the forms that are shown to the bearer of that cookie. */
  formToken(cookie: string): Promise<string>;
}

export interface Serving extends Partial<Omit<ServeOptions, 'site'>> {
  /** Pipeline files; left out: one of a pipeline that was never run. */
  readonly files?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly home?: string;
  readonly announcing?: ServeOptions['site']['announcing'];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Two pipelines that were never run. */
export function plainPipelines(folder: string): string[] {
  return ['au', 'nz'].map((name) => {
    const file = join(folder, `${name}.yaml`);
    const store = { key: `\${KEY}`, timezone: 'Australia/Sydney' };
    const content = {
      name,
      primary: { url: 'http://127.0.0.1:8', ...store, prefixes: ['N'] },
      secondaries: [
        {
          name: 'west',
          url: 'http://127.0.0.1:9',
          ...store,
          prefix: { N: 'W' },
          since: '2026-07-01',
          purpose: 'books',
          customers: { policy: 'house', house: { username: 'west_store', email: 'accounts@example.com' } },
          products: { policy: 'match' },
          orders: { warehouse: 'Virtual', surchargeSku: 'FEE', houseEmail: 'accounts@example.com' },
        },
      ],
    };
    writeFileSync(file, JSON.stringify(content));
    return file;
  });
}

export async function withServed<T>(serving: Serving, use: (served: Served) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'serve-'));
  const {
    files = plainPipelines(folder),
    environment = { KEY: 'key-of-nobody' },
    home = folder,
    now = Date.now,
    announcing,
    ...options
  } = serving;
  const notes: string[] = [];
  const pipelines = await Promise.all(files.map((file) => servedPipeline(file, { environment, folder, home, now })));
  const page = await servePage({
    site: { pipelines, home, now, announcing, note: (text) => notes.push(text) },
    port: 0,
    address: '127.0.0.1',
    behindProxy: false,
    ...options,
  });
  try {
    return await use(reached(page, { home, notes }));
  } finally {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A page that another process serves, too. */
export function reached(
  page: ServedPage,
  { home, notes }: { readonly home: string; readonly notes: string[] },
): Served {
  const host = `127.0.0.1:${page.port}`;
  const ask: Served['ask'] = (path, { method, headers = {}, form, body } = {}) => {
    const text = form === undefined ? body : new URLSearchParams(form).toString();
    const asked = method ?? (text === undefined ? 'GET' : 'POST');
    return send({ port: page.port, path, method: asked }, text, {
      Host: host,
      'Sec-Fetch-Site': 'same-origin',
      ...(asked === 'POST' ? { Origin: `http://${host}`, 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
      ...headers,
    });
  };
  const oneTimeToken = (): string => {
    const file = page.openingFile ?? '';
    return /name="token" value="([^"]+)"/.exec(existsSync(file) ? readFileSync(file, 'utf8') : '')?.[1] ?? '';
  };
  return {
    ...page,
    ...{ home, notes, ask, oneTimeToken },
    async enter() {
      const { headers } = await ask('/enter', { form: { token: oneTimeToken() } });
      return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    },
    async formToken(cookie) {
      const { text } = await ask('/', { headers: { Cookie: cookie } });
      return /name="form-token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    },
  };
}

/** Headers with an empty value are left out. */
function send(
  to: { readonly port: number; readonly path: string; readonly method: string },
  text: string | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Reply> {
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', ...to, headers: given, setHost: false, agent: false }, (reply) => {
      const parts: Buffer[] = [];
      // News have no end of their own: the first of them is enough.
      const isNews = reply.headers['content-type'] === 'text/event-stream';
      reply.on('data', (part: Buffer) => {
        parts.push(part);
        if (isNews) reply.destroy();
      });
      reply.on('close', () => {
        if (isNews)
          resolve({
            status: reply.statusCode ?? 0,
            headers: reply.headers,
            text: Buffer.concat(parts).toString('utf8'),
          });
      });
      if (!isNews) reply.on('error', reject);
      else reply.on('error', () => {});
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          headers: reply.headers,
          text: Buffer.concat(parts).toString('utf8'),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

/** Words that two people come in by, and the lines that let them. */
export const words = { reader: 'word-of-the-reader', decider: 'word-of-the-decider', ofAu: 'word-of-one-of-au' };

export function namedTokens(): NamedTokens {
  return tokensOfVariable(
    [
      `rita read sha256:${hashOf(words.reader)}`,
      `dora decide sha256:${hashOf(words.decider)}`,
      `olga decide sha256:${hashOf(words.ofAu)} au`,
    ].join(';'),
  );
}

/** Logs in with a word. @returns the header Cookie */
export async function logIn(served: Served, token: string): Promise<string> {
  const { headers } = await served.ask('/log-in', { form: { token } });
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}
