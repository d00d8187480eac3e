import { END_OF_SCRIPT, type Html, html, type Part } from '../../page/html.ts';
import { isAllowed } from '../access/rights.ts';
import { icon, pageScript, styleSheet } from './assets.ts';
import { hiddenFormToken } from './form.ts';
import type { Visit } from './visit.ts';

/** Header of a page that asks a yes for a decision, of which it tells the id; no browser gets it. */
export const ASKS = 'Asks-Decision';

export interface PageContent {
  /** Of the window; the program's name is added. */
  readonly title: string;
  /** 200 where it is left out. */
  readonly status?: number;
  /** Where it stands, from the overview down: text and address. */
  readonly crumbs?: readonly (readonly [name: string, path: string])[];
  /** From its `h1` on. */
  readonly content: Part;
  /** Without the script, which keeps parts of it fresh, the page is fetched again after so many seconds. */
  readonly fetchedAgain?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Every page goes through here: one frame, one way of escaping. */
export function page(visit: Visit, shown: PageContent): Response {
  const { title, status = 200, crumbs = [], content, fetchedAgain, headers = {} } = shown;
  const refresh =
    fetchedAgain === undefined
      ? null
      : html`<noscript><meta http-equiv="refresh" content="${fetchedAgain}"></noscript>
<script src="${pageScript.path}" defer>${END_OF_SCRIPT}`;
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} – neto-consolidator</title>
<link rel="stylesheet" href="${styleSheet.path}">
<link rel="icon" href="${icon.path}">
${refresh}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top"><a class="home" href="/">neto-consolidator</a>${navigation(visit)}${leaving(visit)}</header>
<main id="content">
${crumbs.length === 0 ? null : crumbLine(crumbs)}
${content}
</main>
<footer><p>Amounts are in the stores' currency, GST included.</p></footer>
</body>
</html>
`;
  return new Response(body.toString(), { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers } });
}

function navigation({ site, grant, pipelines, path }: Visit): Html | null {
  if (grant === undefined || (pipelines.length === 0 && site.fleet === undefined)) return null;
  const link = (address: string, name: string): Html =>
    html`<a href="${address}"${path === address ? html` aria-current="page"` : null}>${name}</a>`;
  // Of hundreds nobody finds one in a line.
  if (site.fleet !== undefined)
    return html`<nav aria-label="Pages of the fleet">${link('/', 'Overview')} ${link('/orders', 'Find an order')}</nav>`;
  return html`<nav aria-label="Pipelines">${link('/', 'Overview')} ${pipelines.map(({ name }) => html`${link(`/pipelines/${name}`, name)} `)}</nav>`;
}

function leaving(visit: Visit): Html | null {
  if (visit.formToken === undefined) return null;
  return html`<form method="post" action="/leave">${hiddenFormToken(visit)}<button class="quiet">Leave</button></form>`;
}

function crumbLine(crumbs: NonNullable<PageContent['crumbs']>): Html {
  const links = crumbs.map(([name, path], place) => html`${place === 0 ? '' : ' / '}<a href="${path}">${name}</a>`);
  return html`<nav class="crumbs" aria-label="Where this is">${links}</nav>`;
}

/** Whether to show what leads to a decision. */
export function mayDecide({ grant, pipeline }: Pick<Visit, 'grant' | 'pipeline'>): boolean {
  return isAllowed(grant, 'decide', pipeline().name);
}
