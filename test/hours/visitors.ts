import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { formsOf } from '../serve/support/deciding.ts';
import { words } from '../serve/support/served.ts';

/** In which each pipeline is open: a browser lets a page have no more than six connections. */
const TABS = 3;

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly cookie: string;
  readonly location: string;
}

interface Sending {
  readonly cookie?: string | undefined;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

/** The people, and others, who come to a page throughout a day. */
export class Visitors {
  /** Answers, by status. */
  readonly counts: Record<string, number> = {};
  readonly violations: string[] = [];
  /** What was decided, and done or queued. */
  decided = 0;
  readonly #port: number;
  readonly #pipelines: readonly string[];
  readonly #listening: IncomingMessage[] = [];

  constructor(port: number, pipelines: readonly string[]) {
    this.#port = port;
    this.#pipelines = pipelines;
  }

  /** Somebody looks at all there is, while others do what they should not. @param quarter of an hour, from 0 on */
  async visit(quarter: number): Promise<void> {
    const cookie = await this.#logIn(words.decider);
    this.allGone();
    for (const name of this.#pipelines) await this.#look(`/pipelines/${name}`, cookie);
    if (quarter % 4 === 0) await this.#decide(cookie);
    if (quarter % 4 === 1) await this.#misbehave(cookie);
    if (quarter % 4 === 2) await this.#ask(cookie);
    // Some go, and some just stay away.
    if (quarter % 2 === 0) await this.#leave(cookie);
  }

  /** Nobody is there any more. */
  allGone(): void {
    for (const reply of this.#listening.splice(0)) reply.destroy();
  }

  async #look(address: string, cookie: string): Promise<void> {
    for (let tabs = 0; tabs < TABS; tabs += 1) await this.#listen(`${address}/live`, cookie);
    const { text } = await this.#seen(`${address}/runs`, cookie);
    const run = /href="([^"]+\/runs\/\d+)"/.exec(text)?.[1];
    const paths = [
      '',
      '/quarantine',
      '/to-dos',
      '/charts',
      '/charts?by=month',
      '/proof',
      '/month',
      '/trace?order=W1001',
    ];
    for (const path of paths) await this.#seen(`${address}${path}`, cookie);
    if (run !== undefined) await this.#seen(run, cookie);
    for (const path of ['/', '/metrics']) await this.#seen(path, cookie);
    for (const path of ['/healthz', '/readyz']) await this.#send(path);
  }

  /** The first that can be tried again, is. */
  async #decide(cookie: string): Promise<void> {
    for (const name of this.#pipelines) {
      const { text } = await this.#seen(`/pipelines/${name}/quarantine`, cookie);
      const record = [...text.matchAll(/href="([^"]+\/record\?[^"]+)"/g)].map(([, path = '']) =>
        path.replaceAll('&amp;', '&'),
      );
      for (const path of record.slice(0, 2)) {
        const form = formsOf((await this.#seen(path, cookie)).text).find(({ fields }) => fields['kind'] === 'retry');
        if (form === undefined) continue;
        const sent = await this.#send(form.action, { cookie, form: { ...form.fields, reason: 'as it is now' } });
        const seen = sent.location === '' ? sent : await this.#seen(sent.location, cookie);
        const yes = formsOf(seen.text).find(({ action }) => action.endsWith('/decisions'));
        if (yes === undefined) continue;
        const { status, location } = await this.#send(yes.action, { cookie, form: yes.fields });
        if (status !== 303) continue;
        await this.#seen(location, cookie);
        this.decided += 1;
      }
    }
  }

  /** Asks what takes a while, and looks for it once. */
  async #ask(cookie: string): Promise<void> {
    for (const name of this.#pipelines) {
      const address = `/pipelines/${name}`;
      const form = { 'form-token': await this.#formToken(cookie) };
      await this.#send(`${address}/trace`, { cookie, form: { ...form, order: 'W1001' } });
      const begun = await this.#send(`${address}/proof`, { cookie, form });
      if (begun.location !== '') await this.#seen(begun.location, cookie);
      await this.#send(`${address}/month`, { cookie, form: { ...form, month: '2026-09' } });
    }
  }

  async #misbehave(cookie: string): Promise<void> {
    const [name = ''] = this.#pipelines;
    const refused = await Promise.all([
      this.#send('/', {}),
      this.#send('/log-in', { form: { token: 'a-guess' } }),
      this.#send('/', { cookie, headers: { Host: 'elsewhere.example.com' } }),
      this.#send(`/pipelines/${name}/decisions`, { cookie, form: { kind: 'drop' } }),
      this.#send(`/pipelines/${name}/decisions`, {
        cookie,
        form: { kind: 'drop' },
        headers: { Origin: 'http://elsewhere' },
      }),
      this.#send('/pipelines/none', { cookie }),
      this.#send(`/pipelines/${name}/runs/999999`, { cookie }),
      this.#send(`/pipelines/${name}/quarantine?page=x&search=${'y'.repeat(2_000)}`, { cookie, method: 'DELETE' }),
    ]);
    for (const { status } of refused)
      if (status < 300) this.violations.push(`what must be refused was answered ${status}`);
    await Promise.all([
      this.#hangUp('GET / HTTP/1.1\r\nHost:'),
      this.#hangUp('no request at all\r\n\r\n'),
      this.#hangUp(''),
    ]);
  }

  /** Somebody begins a request and goes. */
  async #hangUp(beginning: string): Promise<void> {
    const socket = connect(this.#port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(beginning);
    socket.destroy();
    await once(socket, 'close');
  }

  async #leave(cookie: string): Promise<void> {
    await this.#send('/leave', { cookie, form: { 'form-token': await this.#formToken(cookie) } });
  }

  async #formToken(cookie: string): Promise<string> {
    const { text } = await this.#seen('/', cookie);
    return /name="form-token" value="([^"]+)"/.exec(text)?.[1] ?? '';
  }

  async #logIn(token: string): Promise<string> {
    const { cookie, status } = await this.#send('/log-in', { form: { token } });
    if (cookie === '') this.violations.push(`a log-in was answered ${status}`);
    return cookie;
  }

  /** Stays open until the next visit. */
  async #listen(path: string, cookie: string): Promise<void> {
    const sent = this.#begin(path, { cookie });
    sent.end();
    const [reply]: IncomingMessage[] = await once(sent, 'response');
    if (reply === undefined) return;
    reply.on('error', () => {});
    await once(reply, 'data');
    this.#listening.push(reply);
  }

  async #seen(path: string, cookie: string): Promise<Answer> {
    const answer = await this.#send(path, { cookie });
    if (answer.status !== 200) this.violations.push(`${path} was answered ${answer.status}`);
    return answer;
  }

  async #send(path: string, sending: Sending = {}): Promise<Answer> {
    const sent = this.#begin(path, sending);
    sent.end(sending.form === undefined ? undefined : new URLSearchParams(sending.form).toString());
    const [reply]: IncomingMessage[] = await once(sent, 'response');
    if (reply === undefined) throw new Error(`${path} was not answered`);
    const parts: Buffer[] = [];
    for await (const part of reply) parts.push(part);
    const { statusCode: status = 0, headers } = reply;
    this.counts[status] = (this.counts[status] ?? 0) + 1;
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    return { status, text: Buffer.concat(parts).toString(), cookie, location: headers.location ?? '' };
  }

  #begin(path: string, { cookie, form, headers = {}, method }: Sending) {
    const host = `127.0.0.1:${this.#port}`;
    const own = {
      ...{ Host: host, 'Sec-Fetch-Site': 'same-origin', ...(cookie === undefined ? {} : { Cookie: cookie }) },
      ...(form === undefined ? {} : { Origin: `http://${host}`, 'Content-Type': 'application/x-www-form-urlencoded' }),
      ...headers,
    };
    return request({
      ...{ host: '127.0.0.1', port: this.#port, path, headers: own, agent: false, setHost: false },
      method: method ?? (form === undefined ? 'GET' : 'POST'),
    });
  }
}
