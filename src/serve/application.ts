import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { ConsolidatorError } from '../model/errors.ts';
import type { Access } from './access/access.ts';
import { cookiesIn } from './access/cookie.ts';
import { callerOf, type HeaderOf, refusedAtDoor } from './access/doors.ts';
import { isAllowed } from './access/rights.ts';
import { based, isBased, withoutBase } from './based.ts';
import { isOwnForm } from './frame/form.ts';
import { guarded } from './frame/headers.ts';
import { ASKS } from './frame/page.ts';
import type { Route } from './frame/route.ts';
import type { Site } from './frame/site.ts';
import { troublePage } from './frame/trouble.ts';
import type { Visit } from './frame/visit.ts';
import { openVisit, type Sent, visiblePipelines } from './open-visit.ts';
import { logInPage } from './pages/log-in.ts';
import { notNow } from './pages/not-now.ts';
import { readForm } from './read-form.ts';

type Bindings = { Bindings: HttpBindings };
type Called = Context<Bindings>;

/** The routes behind their checks, in this order: the door, who it is, what they may do, whether they sent it from here. */
export function application(site: Site, access: Access, routes: readonly Route[]): Hono<Bindings> {
  const { base } = access;
  const app = new Hono<Bindings>({ getPath: (request) => withoutBase(getPath(request), base) });
  const whole = async (called: Called, reply: Response): Promise<Response> =>
    guarded(isBased(getPath(called.req.raw), base) ? await based(reply, base) : reply, access.doors);
  app.use('*', async (called, next) => {
    const refused = await atDoor(called, site, access, routes).catch((error) => failed(error, called, site, access));
    if (refused === undefined) await next();
    const reply = await whole(called, refused ?? called.res);
    // Else the headers of the one before are put over those of this one.
    called.res = undefined;
    called.res = reply;
    // Nobody reads what HEAD has asked for: news would be told on and on, to nobody.
    if (called.req.method === 'HEAD') await called.res.body?.cancel();
  });
  for (const route of routes) app.on(route.method, [route.path], (called) => answer(called, route, site, access));
  app.notFound(async (called) => notThere(await visitOf(called, site, access)));
  // Made whole above, as any answer is: twice, its addresses would lead nowhere.
  app.onError((error, called) => failed(error, called, site, access));
  return app;
}

async function atDoor(
  called: Called,
  site: Site,
  access: Access,
  routes: readonly Route[],
): Promise<Response | undefined> {
  const { method, path } = called.req;
  const anywhere = routes.some((one) => one.fromAnywhere === true && one.method === method && one.path === path);
  const why = refusedAtDoor(method, headerOf(called), access.doors, anywhere);
  return why === undefined ? undefined : troublePage(await stranger(called, site, access), 403, refusals[why]);
}

const refusals = {
  host: {
    title: 'Not by this name',
    sentence: 'This page is not reached by this name. Open it by the address that the command `serve` has named.',
  },
  origin: {
    title: 'Not from there',
    sentence: 'Another page sent you here, and what it asked for was not done. Go on from here by yourself.',
  },
  'not-encrypted': {
    title: 'Not encrypted',
    sentence: 'The proxy in front of this page has to be reached by https, and to say so (X-Forwarded-Proto).',
  },
} as const;

async function answer(called: Called, route: Route, site: Site, access: Access): Promise<Response> {
  const who = await whoSent(called, access, route);
  const pipelines = route.role === 'open' ? [] : await visiblePipelines(site, who.grant);
  const sent = { ...who, pipelines };
  const form = route.method === 'POST' ? await readForm(called.req.raw) : new URLSearchParams();
  if (form === 'too-large' || form === 'no-form') {
    const visit = openVisit(site, sent);
    const sentence = form === 'too-large' ? 'More was sent than any form here holds.' : 'What was sent is no form.';
    return troublePage(visit, form === 'too-large' ? 413 : 415, { title: 'Not taken', sentence });
  }
  const visit = openVisit(site, { ...sent, form });
  const named = called.req.param('pipeline');
  if (!isAllowed(visit.grant, route.role)) {
    if (visit.grant === undefined) return logInPage(visit, access, 401);
    return notYours(visit, 'Your token may look, and not decide.');
  }
  // Whether there is one that somebody else may see is nobody's business.
  if (named !== undefined && !visit.pipelines.some(({ name }) => name === named)) return notThere(visit);
  if (!isAllowed(visit.grant, route.role, named))
    return notYours(visit, `Of ${named} your token may look at everything, and not decide.`);
  if (route.method === 'POST' && route.role !== 'open' && !isOwnForm(visit)) {
    return troublePage(visit, 403, {
      title: 'Not sent',
      sentence:
        'This form is of an earlier visit, or was not sent from here. Go back, load the page again, and send it anew.',
    });
  }
  return ownAddress(await route.answer(visit), route, visit, access);
}

function notYours(visit: Visit, sentence: string): Response {
  const whom = 'Ask whoever gave it to you for one that may.';
  return troublePage(visit, 403, { title: 'Not yours to do', sentence: `${sentence} ${whom}` });
}

/** The page that a form leads to gets an address of its own: what was sent is sent once, whichever way one comes back to the page. */
async function ownAddress(reply: Response, route: Route, visit: Visit, access: Access): Promise<Response> {
  const session = access.sessions.peek(visit.cookie);
  const isPage = reply.headers.get('content-type')?.startsWith('text/html') === true;
  // What lets somebody in or out is shown where they are.
  if (route.method !== 'POST' || session === undefined || !isPage || reply.headers.has('set-cookie')) return reply;
  const decision = reply.headers.get(ASKS);
  const asks = decision === null ? null : { pipeline: visit.pipeline().name, decision };
  const id = session.shown.keep({ status: reply.status, text: await reply.text(), asks });
  return new Response(null, { status: 303, headers: { Location: `/shown/${id}` } });
}

/** Who is in by their cookie; a program may show its token in the header instead, and only look. */
async function whoSent(called: Called, access: Access, route?: Route): Promise<Omit<Sent, 'pipelines'>> {
  const cookies = cookiesIn(called.req.header('cookie'), access.cookie);
  const cookie = cookies.find((one) => access.sessions.peek(one) !== undefined) ?? cookies[0];
  const session = await access.sessionOf(cookie);
  const bearer = /^Bearer ([\w.~+/=-]+)$/.exec(called.req.header('authorization') ?? '')?.[1];
  const byHeader = session === undefined && bearer !== undefined && route?.method === 'GET';
  const granted = byHeader ? await access.grantFor(bearer) : undefined;
  return {
    called,
    cookie,
    grant: session?.grant ?? granted,
    formToken: session?.formToken,
    caller: callerOf(headerOf(called), called.env.incoming.socket.remoteAddress ?? '', access.doors),
    form: new URLSearchParams(),
    isStillIn: () => (granted === undefined ? access.isStillIn(cookie) : access.isStillGranted(granted)),
  };
}

async function visitOf(called: Called, site: Site, access: Access): Promise<Visit> {
  const sent = await whoSent(called, access);
  // What is wrong is said, also where nothing more can be.
  const pipelines = await visiblePipelines(site, sent.grant).catch(() => []);
  return openVisit(site, { ...sent, pipelines });
}

/** Whoever was refused at the door sees nothing of what is behind it. */
async function stranger(called: Called, site: Site, access: Access): Promise<Visit> {
  const sent = await whoSent(called, access);
  return openVisit(site, { ...sent, cookie: undefined, grant: undefined, formToken: undefined, pipelines: [] });
}

function headerOf(called: Called): HeaderOf {
  return (name) => called.req.header(name);
}

function notThere(visit: Visit): Response {
  const sentence = 'There is no such page here. It may have been moved, or the address has a slip.';
  return troublePage(visit, 404, { title: 'Not there', sentence });
}

/** Where in the program it happened is for the terminal alone. */
async function failed(error: Error, called: Called, site: Site, access: Access): Promise<Response> {
  const visit = await visitOf(called, site, access);
  if (error instanceof ConsolidatorError) return notNow(visit, error);
  site.note(`The page ${visit.path} could not be made: ${error.message}`);
  const sentence =
    'The program met something it was not made for. What it was stands in the terminal of the command `serve`.';
  return troublePage(visit, 500, { title: 'Something went wrong', sentence });
}
