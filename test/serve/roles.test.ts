import { describe, expect, test } from 'vitest';
import { Access } from '../../src/serve/access/access.ts';
import { loopbackDoors } from '../../src/serve/access/doors.ts';
import type { Route } from '../../src/serve/frame/route.ts';
import { Jobs } from '../../src/serve/jobs/jobs.ts';
import { allRoutes } from '../../src/serve/routes.ts';
import { isRefused, NO_SUCH_DECISION } from './support/refused.ts';
import { logIn, namedTokens, type Served, withServed, words } from './support/served.ts';

const routes = allRoutes(
  new Access({ doors: loopbackDoors(1, false), cookie: 'none', now: Date.now, tokens: namedTokens() }),
  new Jobs(new AbortController().signal, Date.now),
);

/** By who asks: the words they come in by. */
const callers = { nobody: undefined, reader: words.reader, decider: words.decider, 'of another': words.ofAu } as const;
type Caller = keyof typeof callers;

interface Asked {
  readonly status: number;
  readonly text: string;
}

/** What each gets of a route by what it declares; of a pipeline, that of `nz`, which one of them may not see. */
function refusalOf({ role, path }: Pick<Route, 'role' | 'path'>, caller: Caller): number | undefined {
  if (role === 'open') return undefined;
  if (caller === 'nobody') return 401;
  if (role === 'decide' && caller === 'reader') return 403;
  return caller === 'of another' && path.includes(':pipeline') ? 404 : undefined;
}

async function asked(served: Served, { method, path, role }: Route, caller: Caller): Promise<Asked> {
  const word = callers[caller];
  const cookie = word === undefined ? '' : await logIn(served, word);
  const address = path.replace(':pipeline', 'nz').replaceAll(/:(\w+)/g, '1');
  const headers = { Cookie: cookie };
  if (method === 'GET') return served.ask(address, { headers });
  const token = word === undefined ? '' : await served.formToken(cookie);
  // An open form has something of its own to prove by.
  const form: Record<string, string> =
    role === 'open' ? { token: path === '/enter' ? served.oneTimeToken() : words.reader } : { 'form-token': token };
  return served.ask(address, { headers, form });
}

describe.each(Object.keys(callers) as Caller[])('asked by %s', (caller) => {
  test('each route gives what its declaration says', () =>
    withServed({ tokens: namedTokens() }, async (served) => {
      for (const route of routes) {
        const answer = await asked(served, route, caller);
        const refusal = refusalOf(route, caller);
        const name = `${route.method} ${route.path}`;
        if (refusal === undefined) expect(isRefused(answer), `${name}: ${answer.status}`).toBe(false);
        else {
          expect(answer.status, name).toBe(refusal);
          expect(answer.text, name).not.toContain(NO_SUCH_DECISION);
        }
      }
    }));
});

test('a form of each route is refused without the token of the session', () =>
  withServed({ tokens: namedTokens() }, async (served) => {
    const cookie = await logIn(served, words.decider);
    const posts = routes.filter(({ method, role }) => method === 'POST' && role !== 'open');
    expect(posts.length).toBeGreaterThan(0);
    for (const { path } of posts) {
      const address = path.replace(':pipeline', 'nz').replaceAll(/:(\w+)/g, '1');
      const { status } = await served.ask(address, { form: {}, headers: { Cookie: cookie } });
      expect(status, path).toBe(403);
    }
  }));

test('nothing is answered that is not in the table, and no route there is open but those to come in by', () => {
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(names).size).toBe(names.length);
  const open = routes.filter(({ role, path }) => role === 'open' && !path.startsWith('/assets/'));
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /enter',
    'GET /log-in',
    'POST /log-in',
    'GET /healthz',
    'GET /readyz',
  ]);
  expect(routes.filter(({ fromAnywhere }) => fromAnywhere).map(({ path }) => path)).toEqual(['/enter']);
});
