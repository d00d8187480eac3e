import { setTimeout as pause } from 'node:timers/promises';
import type { TwoStores } from '../../rules/support/two-stores.ts';
import { namedTokens, type Reply, type Served, withServed } from './served.ts';

/** One form of a page: where it is sent, and what it holds. */
export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Stands on a page of which something is being summed up anew. */
const OUTDATED = 'something has changed since, and is being summed up';

/** What the pipeline file of these stores is read with. */
export const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };

/** The pipeline of these stores on a page of its own. */
export async function withPage<T>(stores: TwoStores, use: (served: Served) => Promise<T>): Promise<T> {
  const { file } = await stores.pipeline();
  return withServed({ files: [file], environment, home: stores.home, tokens: namedTokens() }, use);
}

/** All forms of a page, as a browser reads them. */
export function formsOf(text: string): Form[] {
  return [...text.matchAll(/<form method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].map(
    ([, action = '', inside = '']) => {
      const inputs = [...inside.matchAll(/<input[^>]*\bname="([^"]+)"[^>]*?(?:\bvalue="([^"]*)")?[^>]*>/g)];
      return { action, fields: Object.fromEntries(inputs.map(([input, name = '']) => [name, valueIn(input)])) };
    },
  );
}

function valueIn(input: string): string {
  return unescaped(/\bvalue="([^"]*)"/.exec(input)?.[1] ?? '');
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The page that a form has led to, as a browser goes on to it. */
export async function shownTo(
  served: Pick<Served, 'ask'>,
  headers: Readonly<Record<string, string>>,
  sent: Promise<Reply>,
): Promise<Reply> {
  const reply = await sent;
  const address = reply.headers.location ?? '';
  return address.startsWith('/shown/') ? served.ask(address, { headers }) : reply;
}

/** Somebody with the page open. */
export interface Person {
  get(path: string): Promise<Reply>;
  send(form: Form, more?: Readonly<Record<string, string>>): Promise<Reply>;
  /** The form of a record by which this is decided, from the page of the record. */
  formOf(sourceId: string, kind: string, entity?: string): Promise<Form>;
  /** The form of a page that is sent there. @param to how the address ends */
  formOn(path: string, to: string): Promise<Form>;
  /** What a form has begun goes on behind the page: the page that tells how it ended. */
  ended(form: Form, more?: Readonly<Record<string, string>>): Promise<Reply>;
  /** What would follow, and the form of the yes. */
  look(form: Form, more: Readonly<Record<string, string>>): Promise<{ readonly text: string; readonly yes: Form }>;
}

export function personWith(served: Served, cookie: string): Person {
  const headers = { Cookie: cookie };
  const send: Person['send'] = ({ action, fields }, more = {}) =>
    shownTo(served, headers, served.ask(action, { headers, form: { ...fields, ...more } }));
  return {
    get: (path) => served.ask(path, { headers }),
    send,
    async formOf(sourceId, kind, entity = 'orders') {
      const query = new URLSearchParams({ store: 'west', entity, id: sourceId });
      const { text, status } = await served.ask(`/pipelines/rules/record?${query}`, { headers });
      const form = formsOf(text).find(({ fields }) => fields['kind'] === kind);
      if (form === undefined) throw new Error(`${status}: no form to ${kind} ${sourceId}: ${text}`);
      return form;
    },
    async formOn(path, to) {
      let told = '';
      // What a run has just changed is being summed up, and the page says how it stood before.
      for (let tries = 0; tries < 200; tries += 1) {
        const { text, status } = await served.ask(path, { headers });
        const form = formsOf(text).find(({ action }) => action.endsWith(to));
        if (form !== undefined) return form;
        told = `${status}: no form to ${to} on ${path}: ${text}`;
        if (!text.includes(OUTDATED)) break;
        await pause(50);
      }
      throw new Error(told);
    },
    async ended(form, more) {
      const { headers: begun, status, text } = await send(form, more);
      let address = begun.location;
      if (address === undefined) throw new Error(`${status}: nothing was begun: ${text}`);
      for (let tries = 0; tries < 2_000; tries += 1) {
        const reply = await served.ask(address, { headers });
        if (reply.headers.location !== undefined) address = reply.headers.location;
        else if (!reply.text.includes('data-live=')) return reply;
        else await pause(20);
      }
      throw new Error(`${address} does not end.`);
    },
    async look(form, more) {
      const { text, status } = await send(form, more);
      const yes = formsOf(text).find(({ action }) => /\/(?:decisions|yes|own)$/.test(action));
      if (yes === undefined) throw new Error(`${status}: nothing to say yes to: ${text}`);
      return { text, yes };
    },
  };
}
