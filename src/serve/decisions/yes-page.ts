import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { yesWords } from '../../decisions/read-queue.ts';
import type { AskedOrders } from '../../model/asked-orders.ts';
import { type Html, html } from '../../page/html.ts';
import { counted } from '../../page/words.ts';
import { askedFor } from '../../run/unconfirmed.ts';
import type { DecisionRequest } from '../../session/decisions/queued-decision.ts';
import { LOOKED_AT } from '../../verdict/verdict.ts';
import { postForm } from '../frame/form.ts';
import { mayDecide } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { comesToPart } from '../pages/comes-to-part.ts';
import { toDosAt, yesAt } from './addresses.ts';
import { hidden, reasonField } from './fields.ts';
import { isKnownDecision } from './known-decision.ts';
import { incompletePage, wordOrPage } from './stale.ts';
import { asking, notDone, takeHere, toDecision } from './take.ts';

type Asked = Extract<DecisionRequest, { kind: 'yes' }>['stores'];

/** With what they come to, as the person sees it. */
type AskedNow = Asked[number] & { readonly comesTo: AskedOrders | undefined };

/** The yes that a run has asked for; null for who may not say it. */
export function yesForm(visit: Visit, store: string): Html | null {
  if (!mayDecide(visit)) return null;
  return postForm(
    visit,
    `${yesAt(visit.pipeline().name)}/look`,
    html`${hidden('store', store)}${hidden('decision', randomUUID())}${reasonField(`yes ${store}`)}<p></p><button>See what follows</button>`,
  );
}

/** What would be copied. Nothing is decided here. */
export async function lookAtYes(visit: Visit): Promise<Response> {
  const word = wordOrPage(visit);
  if (word instanceof Response) return word;
  const asked = (await askedNow(visit)).filter(({ store }) => store === visit.field('store'));
  const [first] = asked;
  if (first === undefined) return notDone(visit, NOTHING_WAITS);
  const { name } = visit.pipeline();
  const form = postForm(
    visit,
    yesAt(name),
    html`${hidden('seen', JSON.stringify(asked.map(asSeen)))}${hidden('decision', word.id)}${hidden('reason', word.reason)}<p><button>Yes: ${yesWords(asked)}</button></p><p><a href="${toDosAt(name)}">No, leave it as it is</a></p>`,
  );
  return asking(visit, {
    id: word.id,
    title: `Copy ${counted(first.orders, 'order')} of ${first.store} into the primary`,
    content: html`${comesToPart(name, first.comesTo)}<p>The next run copies them, with their payments and returns, as far as each is right; what is not is quarantined one by one. What is approved there goes on to Xero with all else of the primary.</p>
<p>If a run finds more of them than these ${String(first.orders)} that were placed before now, it asks again.</p>
<p>Your reason: ${word.reason}</p>${form}`,
  });
}

export async function sayYesHere(visit: Visit): Promise<Response> {
  const word = wordOrPage(visit);
  if (word instanceof Response) return word;
  const stores = seenIn(visit.field('seen'));
  const [first] = stores;
  if (first === undefined) return incompletePage(visit, 'Load the page again, and decide there.');
  const { reason, id } = word;
  // Sent twice, it waits for nothing any more.
  if (await isKnownDecision(visit.pipeline(), id)) return toDecision(visit, id);
  const now = await askedNow(visit);
  const changed = stores.find((one) => !now.some((other) => isSame(one, asSeen(other))));
  if (changed !== undefined) {
    const found = now.find(({ store }) => store === changed.store);
    const words =
      found === undefined
        ? NOTHING_WAITS
        : `You saw ${counted(changed.orders, 'order')} of ${changed.store}, and now ${counted(found.orders, 'order')} ${found.orders === 1 ? 'waits' : 'wait'}, or they come to something else, or a whole run has ended since, or their first day was changed in the pipeline file. Nothing was done. Look again, and decide anew.`;
    return notDone(visit, words);
  }
  return takeHere(visit, id, { kind: 'yes', reason, stores: stores.map(({ comesTo: _, ...one }) => one) });
}

const NOTHING_WAITS =
  'Nothing waits for this yes any more: it was said already, or a run has ended meanwhile. Nothing was done.';

/** What waits for a yes, as a form bears it. */
function askedNow(visit: Visit): Promise<AskedNow[]> {
  return visit.pipeline().look(async (ledger, { secondaries }) => {
    const asked = await askedFor(ledger, await ledger.runs(LOOKED_AT));
    const found: AskedNow[] = [];
    for (const { store, orders, said, comesTo } of asked) {
      if (said !== null) continue;
      const from = secondaries.find(({ name }) => name === store)?.since ?? null;
      found.push({ store, orders, lastWhole: (await ledger.lastWholeRun(store))?.id ?? null, from, comesTo });
    }
    return found;
  });
}

const seenSchema = z.array(
  z.strictObject({
    store: z.string().min(1),
    orders: z.int().min(1),
    lastWhole: z.int().nullable(),
    from: z.string().nullable(),
    /** A hash of what was told of them. */
    comesTo: z.string(),
  }),
);
type Seen = Asked[number] & { readonly comesTo: string };

function asSeen({ comesTo, ...asked }: AskedNow): Seen {
  const told = createHash('sha256').update(JSON.stringify(comesTo ?? null));
  return { ...asked, comesTo: told.digest('hex').slice(0, 32) };
}

function seenIn(text: string): Seen[] {
  try {
    return seenSchema.parse(JSON.parse(text)) as Seen[];
  } catch {
    return [];
  }
}

function isSame(one: Seen, other: Seen): boolean {
  return (
    one.store === other.store &&
    one.orders === other.orders &&
    one.lastWhole === other.lastWhole &&
    one.from === other.from &&
    one.comesTo === other.comesTo
  );
}
