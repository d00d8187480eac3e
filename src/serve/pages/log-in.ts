import { html } from '../../page/html.ts';
import type { Access } from '../access/access.ts';
import { cookieHeader, endedCookieHeader } from '../access/cookie.ts';
import { type Grant, OWNER } from '../access/rights.ts';
import { page } from '../frame/page.ts';
import type { Route } from '../frame/route.ts';
import { troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';

/** How people come in and leave. */
export function logInRoutes(access: Access): readonly Route[] {
  return [
    { method: 'POST', path: '/enter', role: 'open', fromAnywhere: true, answer: (visit) => enter(visit, access) },
    { method: 'GET', path: '/log-in', role: 'open', answer: (visit) => logInPage(visit, access, 200) },
    { method: 'POST', path: '/log-in', role: 'open', answer: (visit) => logIn(visit, access) },
    { method: 'POST', path: '/leave', role: 'read', answer: (visit) => leave(visit, access) },
  ];
}

/** What stands in the place of a page for whoever is not in. */
export function logInPage(visit: Visit, access: Access, status: number, trouble?: string): Response {
  const content = html`<section><h1>Log in</h1>
${trouble === undefined ? null : html`<div class="notice bad" role="alert"><p>${trouble}</p></div>`}
${
  access.opensByFile
    ? html`<p>On the machine where this page is served, open the file that the command <code>serve</code> has named: it lets you in. Where that command still goes on, the file can be opened again at any time.</p>`
    : null
}
${
  access.takesTokens
    ? html`<form method="post" action="/log-in"><label for="token">Your token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required>
<p></p><button>Log in</button></form>`
    : null
}</section>`;
  return page(visit, { title: 'Log in', status, content });
}

/**
 * Failures are not counted here: any page of the web can make the browser of this machine send some, and would lock its user out.
 * Nobody guesses 256 bits within a minute, however often they try.
 */
async function enter(visit: Visit, access: Access): Promise<Response> {
  if (await access.takeOneTime(visit.field('token'))) return letIn(visit, access, OWNER);
  return logInPage(
    visit,
    access,
    403,
    'This opening was used already, or is older than a minute. Open the file again: it holds a new one.',
  );
}

async function logIn(visit: Visit, access: Access): Promise<Response> {
  const refused = tooOften(visit, access);
  if (refused !== undefined) return refused;
  const grant = await access.grantFor(visit.field('token'));
  if (grant !== undefined) return letIn(visit, access, grant);
  access.failed.note(visit.caller);
  return logInPage(visit, access, 403, 'Nobody has this token. Copy it again from where it was shown, all of it.');
}

function tooOften(visit: Visit, access: Access): Response | undefined {
  const seconds = access.failed.wait(visit.caller);
  if (seconds === 0) return undefined;
  const sentence = `Too many failed tries. Wait ${seconds} s, then try again.`;
  return troublePage(visit, 429, { title: 'Wait a moment', sentence }, { 'Retry-After': String(seconds) });
}

/**
 * The cookie goes to a page that then leads on by itself: on a redirect of what another page has sent, the opening file,
 * browsers would not send a strict one.
 */
function letIn(visit: Visit, access: Access, grant: Grant): Response {
  const cookie = cookieHeader(access.cookie, access.sessions.begin(grant), access.doors.isSecure, access.base);
  return page(visit, {
    title: 'Come in',
    content: html`<section><h1>Come in</h1><p><a href="/">Go to the overview</a></p></section>`,
    headers: { 'Set-Cookie': cookie, Refresh: '0; url=/' },
  });
}

function leave(visit: Visit, access: Access): Response {
  access.sessions.end(visit.cookie);
  const sentence = 'You have left. Nobody can go on from this browser.';
  const cookie = endedCookieHeader(access.cookie, access.doors.isSecure, access.base);
  const left = { ...visit, grant: undefined, formToken: undefined, pipelines: [] };
  return troublePage(
    left,
    200,
    { title: 'You have left', sentence, next: html`<p><a href="/log-in">Log in again</a></p>` },
    { 'Set-Cookie': cookie },
  );
}
