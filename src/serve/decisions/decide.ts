import type { asSeen } from '../../decisions/as-seen.ts';
import { decide } from '../../decisions/decide.ts';
import { KeptOrNot } from '../../decisions/keep-decision.ts';
import { seenAllRefused } from '../../decisions/read-queue.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { html } from '../../page/html.ts';
import type { DecisionRequest } from '../../session/decisions/queued-decision.ts';
import { personHere } from '../../session/person-here.ts';
import { page } from '../frame/page.ts';
import { troubleNotice, troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { decisionAt, quarantineAt, recordAt, toDosAt } from './addresses.ts';
import { isKnownDecision } from './known-decision.ts';
import type { Proposal } from './proposal.ts';
import { markOf, seenNow } from './selection.ts';
import { proposalOrPage, stalePage } from './stale.ts';

/**
 * What a person has said yes to is done, or queued, and the browser goes to a page that says so: there it can be loaded again without
 * doing anything twice.
 */
export async function decideHere(visit: Visit): Promise<Response> {
  const proposal = proposalOrPage(visit);
  if (proposal instanceof Response) return proposal;
  try {
    return await decided(visit, proposal);
  } catch (error) {
    if (error instanceof ConsolidatorError) return notDone(visit, error);
    throw error;
  }
}

/** @throws ConsolidatorError where nothing of it is done */
async function decided(visit: Visit, proposal: Proposal): Promise<Response> {
  const { site } = visit;
  const pipeline = visit.pipeline();
  const own = await pipeline.read();
  const { id } = proposal;
  // A double click, or the way back and once more.
  if (await isKnownDecision(pipeline, id)) return to(decisionAt(pipeline.name, id));
  const [first, ...others] = await pipeline.look((ledger) => seenNow(ledger, proposal.selection));
  if (first === undefined || markOf([first, ...others]) !== proposal.seen) return stalePage(visit, proposal);
  const deciding = { pipeline: own, home: site.home, now: site.now, signal: visit.signal };
  const by = visit.grant?.name ?? personHere();
  const became = await decide(deciding, { id, by, request: requestOf(proposal, [first, ...others]) });
  if (became.kind === 'taken' && became.refusals.length > 0) {
    const { selection } = proposal;
    const address = selection.kind === 'one' ? recordAt(pipeline.name, selection) : toDosAt(pipeline.name);
    const next = html`<p><a class="button" href="${address}">Look at it again</a></p>`;
    return troublePage(visit, 409, { title: 'Not done', sentence: became.refusals.join(' '), next });
  }
  return to(decisionAt(pipeline.name, id));
}

/** Where it could be neither taken nor queued, such as on a full disk. The same form, sent once more, is the same decision. */
function notDone(visit: Visit, error: ConsolidatorError): Response {
  const look = html`<p><a class="button" href="${quarantineAt(visit.pipeline().name)}">Quarantine</a></p>`;
  if (error instanceof KeptOrNot) {
    const content = html`<section><h1>Not known</h1>${troubleNotice(error)}<p>Once the database answers, go back one page and say yes again: that is the same decision, which is taken once.</p>${look}</section>`;
    return page(visit, { title: 'Not known', status: 503, content });
  }
  const content = html`<section><h1>Not done</h1>${troubleNotice(error)}<p>Nothing of your decision was done, and nothing of it waits: no run takes it behind your back. Once the cause is mended, go back one page and say yes again.</p>${look}</section>`;
  return page(visit, { title: 'Not done', status: 503, content });
}

type Seen = ReturnType<typeof asSeen>;

function requestOf(
  { kind, reason, another, as, differences, left }: Proposal,
  [first, ...others]: readonly [Seen, ...Seen[]],
): DecisionRequest {
  switch (kind) {
    case 'link':
      return { kind, reason, records: [first], as: [...as], differences };
    case 'accept': {
      const record = { ...first, left: left.seen, said: left.said };
      return { kind, reason, records: [record, ...others.map((one) => ({ ...one, left: [], said: [] }))] };
    }
    case 'retry':
      return { kind, reason, another, records: [first, ...others] };
    case 'drop':
      return { kind, reason, records: [first, ...others] };
  }
}

/** Somebody has seen what could not be done. */
export async function seenRefused(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  await seenAllRefused(await pipeline.read());
  return to(quarantineAt(pipeline.name));
}

function to(address: string): Response {
  return new Response(null, { status: 303, headers: { Location: address } });
}
