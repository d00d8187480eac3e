import { randomUUID } from 'node:crypto';
import type { Thing } from '../../decisions/todo/things.ts';
import { type Html, html } from '../../page/html.ts';
import { type StrangeOrder, strangeOrders } from '../../run/strange-orders.ts';
import { postForm } from '../frame/form.ts';
import { onPage } from '../frame/on-page.ts';
import { mayDecide } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { ownAt, toDosAt } from './addresses.ts';
import { hidden, reasonField } from './fields.ts';
import { isKnownDecision } from './known-decision.ts';
import { wordOrPage } from './stale.ts';
import { asking, notDone, takeHere, toDecision } from './take.ts';

/** To say that an order of the primary, which looks like a copy, is the primary's own; null where that is none, or not theirs to say. */
export function ownForm(visit: Visit, { own }: Extract<Thing, { kind: 'difference' }>): Html | null {
  if (own === null || !mayDecide(visit)) return null;
  const form = postForm(
    visit,
    `${ownAt(visit.pipeline().name)}/look`,
    html`${hidden('order', own)}${hidden('decision', randomUUID())}${reasonField(`own ${own}`)}<p></p><button>See what follows</button>`,
  );
  return html`<h3>It is the primary's own</h3><details><summary>Say so</summary>${form}</details>`;
}

export async function lookAtOwn(visit: Visit): Promise<Response> {
  const word = wordOrPage(visit);
  if (word instanceof Response) return word;
  const one = await strangeNow(visit);
  if (one === undefined) return notDone(visit, settled(visit));
  const { name } = visit.pipeline();
  const { targetId, message } = one;
  const form = postForm(
    visit,
    ownAt(name),
    html`${hidden('order', targetId)}${hidden('seen', message)}${hidden('decision', word.id)}${hidden('reason', word.reason)}<p><button>Yes: take ${targetId} for the primary's own</button></p><p><a href="${toDosAt(name)}">No, leave it as it is</a></p>`,
  );
  return asking(visit, {
    id: word.id,
    title: `Take ${targetId} for the primary's own`,
    content: html`<p>${onPage(message)}</p><p>It stays in the books as it stands in the primary, is never taken for a copy, and is not told again. Nothing is written to any store.</p>
<p>Your reason: ${word.reason}</p>${form}`,
  });
}

export async function takeForOwn(visit: Visit): Promise<Response> {
  const word = wordOrPage(visit);
  if (word instanceof Response) return word;
  const { id, reason } = word;
  if (await isKnownDecision(visit.pipeline(), id)) return toDecision(visit, id);
  const one = await strangeNow(visit);
  if (one === undefined) return notDone(visit, settled(visit));
  if (one.message !== visit.field('seen'))
    return notDone(visit, `It is not as you saw it any more: ${one.message} Nothing was done.`);
  return takeHere(visit, id, { kind: 'own', reason, targetId: one.targetId, seen: one.message });
}

function strangeNow(visit: Visit): Promise<StrangeOrder | undefined> {
  return visit.pipeline().look(async (ledger) => {
    const open = await strangeOrders(ledger);
    return open.find(({ kind, targetId }) => kind === 'foreign' && targetId === visit.field('order'));
  });
}

function settled(visit: Visit): string {
  return `${visit.field('order')} is not told as a stranger any more: somebody has settled it meanwhile, or it is gone from the primary. Nothing was done.`;
}
