import { html } from '../../page/html.ts';
import type { ShownPage } from '../access/shown-pages.ts';
import { page } from '../frame/page.ts';
import { troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { decisionAt, toDosAt } from './addresses.ts';
import { isKnownDecision } from './known-decision.ts';

/** What a form has led to, as it was shown; what it asked may be decided by now. */
export async function shownPage(visit: Visit, shown: ShownPage | undefined): Promise<Response> {
  if (shown === undefined) {
    const sentence =
      'What a form has led to is kept for half an hour, and while you are in. Nothing was done by looking at it.';
    return troublePage(visit, 410, { title: 'Not kept any more', sentence });
  }
  const pipeline = visit.pipelines.find(({ name }) => name === shown.asks?.pipeline);
  if (shown.asks !== null && pipeline !== undefined && (await isKnownDecision(pipeline, shown.asks.decision)))
    return decidedAlready(visit, pipeline.name, shown.asks.decision);
  return new Response(shown.text, { status: shown.status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

function decidedAlready(visit: Visit, pipeline: string, decision: string): Response {
  const content = html`<h1>You have said yes to this</h1><section><p>It is decided, once, however often this page is looked at.</p>
<p><a class="button" href="${decisionAt(pipeline, decision)}">What became of it</a> <a href="${toDosAt(pipeline)}">What else is to do</a></p></section>`;
  const crumbs = [
    ['Overview', '/'],
    [pipeline, `/pipelines/${pipeline}`],
  ] as const;
  return page(visit, { title: 'Decided already', crumbs, content });
}
