import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Decided, decide } from '../../decisions/decide.ts';
import { adoptWords } from '../../decisions/read-queue.ts';
import { adoptionSeen } from '../../operations/adopt/adopt-queued.ts';
import { adoptIntoLedger } from '../../operations/adopt/open-adoption.ts';
import { type Html, html } from '../../page/html.ts';
import { type AdoptionSeen, adoptionSeenSchema } from '../../session/decisions/queued-decision.ts';
import { postForm } from '../frame/form.ts';
import { mayDecide, page } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobResult } from '../jobs/kept-result.ts';
import { toJob } from '../pages/job.ts';
import { partsOfPipeline } from '../pages/parts.ts';
import { adoptAt, decisionAt } from './addresses.ts';
import { adoptionShown } from './adoption-shown.ts';
import { hidden, reasonField } from './fields.ts';
import { isKnownDecision } from './known-decision.ts';
import { queueNotice } from './queue-notice.ts';
import { incompletePage, wordOrPage } from './stale.ts';
import { decidingOf, refusalsOf, toDecision } from './take.ts';

/** Copies that another program made, or a lost ledger: looked at first, then taken into the map by a yes. */
export async function adoptPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const { secondaries } = await pipeline.read();
  const content = html`<h1>Copies that stand in the primary already</h1>${partsOfPipeline(visit)}${await queueNotice(visit)}
<section><p>Where another program, or Neto's own export and import, has copied orders before, they are in the primary and nobody here knows it. Taken into the map, each counts as the copy of its order, and is followed from then on. Only what agrees with its store is taken; nothing is written to any store.</p>
<p>The look asks both stores and changes nothing. What would be taken is shown then, and asked about.</p>
${
  adoptForm(
    visit,
    secondaries.map(({ name }) => name),
  ) ?? html`<p>Your token may look at pages, and not decide.</p>`
}</section>`;
  return page(visit, {
    title: `Copies of ${pipeline.name} that stand there already`,
    crumbs: [['Overview', '/'], [pipeline.name, `/pipelines/${pipeline.name}`]], // biome-ignore format: a path
    content,
  });
}

/** Looks what would be taken into the map; null for who may not decide. @param stores that can be chosen */
export function adoptForm(visit: Visit, stores: readonly string[]): Html | null {
  if (!mayDecide(visit)) return null;
  const [only, ...others] = stores;
  const choice =
    others.length === 0
      ? hidden('store', only ?? '')
      : html`<label for="store">Copies of</label><select id="store" name="store"><option value="">all stores</option>${stores.map((one) => html`<option>${one}</option>`)}</select><p></p>`;
  return postForm(
    visit,
    `${adoptAt(visit.pipeline().name)}/look`,
    html`${choice}<button>Look what would be taken</button>`,
  );
}

/** What would be taken: asked for as a job, since of thousands it takes minutes. */
export async function lookAtAdoption(visit: Visit, jobs: Jobs): Promise<Response> {
  const pipeline = visit.pipeline();
  const own = await pipeline.read();
  const store = visit.field('store');
  if (store !== '' && !own.secondaries.some(({ name }) => name === store))
    return incompletePage(visit, `There is no store ${store} in this pipeline.`);
  const stores = store === '' ? null : [store];
  const { home } = visit.site;
  const about = {
    ...{ pipeline: pipeline.name, from: adoptAt(pipeline.name) },
    title: `Copies of ${store === '' ? 'all stores' : store} that could be taken`,
  };
  return toJob(
    visit,
    jobs.begin(about, async (work): Promise<JobResult> => {
      const adopting = { pipeline: own, home, ...work, ...(stores === null ? {} : { stores }) };
      const found = await adoptIntoLedger({ ...adopting, dryRun: true });
      const decision = randomUUID();
      const looked = { seen: adoptionSeen(found), stores, decision };
      return { files: [], shown: adoptionShown(found), asks: (one) => yesForm(one, looked) };
    }),
  );
}

interface Looked {
  readonly seen: AdoptionSeen;
  readonly stores: readonly string[] | null;
  /** One look asks for one yes, whoever says it, however often its page is loaded. */
  readonly decision: string;
}

function yesForm(visit: Visit, { seen, stores, decision }: Looked): Html | null {
  const { name } = visit.pipeline();
  const address = adoptAt(name);
  if (seen.orders + seen.payments === 0) return html`<p><a href="/pipelines/${name}">Go on to ${name}</a></p>`;
  if (!mayDecide(visit)) return null;
  return html`<section><h2>Take them into the map?</h2>${postForm(
    visit,
    address,
    html`${hidden('decision', decision)}${hidden('seen', JSON.stringify({ seen, stores }))}${reasonField('adopt')}<p></p><button>Yes: ${adoptWords(seen)}</button>`,
  )}<p><a href="${address}">No, leave them as they are</a></p></section>`;
}

const sentSchema = z.strictObject({ seen: adoptionSeenSchema, stores: z.array(z.string().min(1)).min(1).nullable() });

/** Takes them, as they were shown: once the run that may go on has ended. */
export async function adoptHere(visit: Visit, jobs: Jobs): Promise<Response> {
  const word = wordOrPage(visit);
  if (word instanceof Response) return word;
  const sent = sentIn(visit.field('seen'));
  if (sent === undefined) return incompletePage(visit, 'Look at the copies again, and decide there.');
  const pipeline = visit.pipeline();
  const { id, reason } = word;
  // Sent twice: what is under way here tells more of itself than the queue.
  const same = jobs.find(pipeline.name, id);
  if (same !== undefined) return toJob(visit, same);
  if (await isKnownDecision(pipeline, id)) return toDecision(visit, id);
  const { by, ...deciding } = await decidingOf(visit);
  const about = { pipeline: pipeline.name, id, title: 'Taking copies into the map', from: adoptAt(pipeline.name) };
  return toJob(
    visit,
    jobs.begin(about, async ({ signal }) => {
      const request = { kind: 'adopt', reason, ...sent } as const;
      return resultOf(pipeline.name, id, await decide({ ...deciding, signal }, { id, by, request }));
    }),
  );
}

function resultOf(pipeline: string, id: string, decided: Decided): JobResult {
  const refused = refusalsOf(decided);
  if (refused.length === 0) return { files: [], shown: html``, next: decisionAt(pipeline, id) };
  const shown = html`<div class="notice bad" role="alert"><p><b>Not done:</b></p><ul>${refused.map((one) => html`<li>${one}</li>`)}</ul></div><p><a class="button" href="${adoptAt(pipeline)}">Look again</a></p>`;
  return { files: [], shown };
}

function sentIn(text: string): { readonly seen: AdoptionSeen; readonly stores: string[] | null } | undefined {
  try {
    return sentSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
