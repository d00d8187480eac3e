import { type Decided, type Deciding, decide } from '../../decisions/decide.ts';
import { type Html, html } from '../../page/html.ts';
import type { DecisionRequest } from '../../session/decisions/queued-decision.ts';
import { personHere } from '../../session/person-here.ts';
import { ASKS, page } from '../frame/page.ts';
import { troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { decisionAt, toDosAt } from './addresses.ts';
import { isKnownDecision } from './known-decision.ts';

/** Who decides, and what with. The signal is of who has the page open: for what goes on without them it is another one. */
export async function decidingOf(visit: Visit): Promise<Deciding & { readonly by: string }> {
  const { site, signal } = visit;
  const by = visit.grant?.name ?? personHere();
  return { pipeline: await visit.pipeline().read(), home: site.home, now: site.now, signal, by };
}

/** What a person has said yes to about no record is done, or queued; sent twice, it is done once. */
export async function takeHere(visit: Visit, id: string, request: DecisionRequest): Promise<Response> {
  if (!(await isKnownDecision(visit.pipeline(), id))) {
    const { by, ...deciding } = await decidingOf(visit);
    const refused = refusalsOf(await decide(deciding, { id, by, request }));
    if (refused.length > 0) return notDone(visit, refused.join(' '));
  }
  return toDecision(visit, id);
}

/** Leads to what has become of a decision. */
export function toDecision(visit: Visit, id: string): Response {
  return new Response(null, { status: 303, headers: { Location: decisionAt(visit.pipeline().name, id) } });
}

export function refusalsOf(decided: Decided): readonly string[] {
  return decided.kind === 'taken' ? decided.refusals : [];
}

export function notDone(visit: Visit, sentence: string): Response {
  const next = html`<p><a class="button" href="${toDosAt(visit.pipeline().name)}">Look at it again</a></p>`;
  return troublePage(visit, 409, { title: 'Not done', sentence, next });
}

/** The page that asks the yes for a decision about no record. */
export function asking(
  visit: Visit,
  { id, title, content }: { readonly id: string; readonly title: string; readonly content: Html },
): Response {
  const { name } = visit.pipeline();
  const crumbs = [
    ['Overview', '/'],
    [name, `/pipelines/${name}`],
    ['To do', toDosAt(name)],
  ] as const;
  const shown = html`<h1>This would follow</h1><section><h2>${title}</h2>${content}</section>`;
  return page(visit, { title: 'This would follow', crumbs, content: shown, headers: { [ASKS]: id } });
}
