import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { confirmAsSeen, confirmationSeen } from '../../decisions/confirm-export.ts';
import { type Confirmation, lookAtExport } from '../../operations/export/export-pipeline.ts';
import { type Html, html } from '../../page/html.ts';
import { counted } from '../../page/words.ts';
import { isHeldForLong, pipelineLockFile } from '../../session/lock.ts';
import { postForm } from '../frame/form.ts';
import { mayDecide } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobResult } from '../jobs/kept-result.ts';
import { toJob } from '../pages/job.ts';
import { startRunForm } from '../pages/start-run-form.ts';
import { exportAt, toDosAt } from './addresses.ts';
import { hidden, reasonField } from './fields.ts';
import { incompletePage, wordOrPage } from './stale.ts';
import { decidingOf } from './take.ts';

/** Looks up in the primary what of a batch has arrived; null for who may not decide. */
export function exportForm(visit: Visit, batch: number): Html | null {
  if (!mayDecide(visit)) return null;
  return postForm(
    visit,
    `${exportAt(visit.pipeline().name)}/look`,
    html`${hidden('batch', String(batch))}<p></p><button>Look what has arrived</button>`,
  );
}

const batchSchema = z.coerce.number().int().positive();

export async function lookAtBatch(visit: Visit, jobs: Jobs): Promise<Response> {
  const batch = batchSchema.safeParse(visit.field('batch')).data;
  if (batch === undefined) return incompletePage(visit, 'Choose a batch of files.');
  const pipeline = visit.pipeline();
  const own = await pipeline.read();
  const { home } = visit.site;
  const about = { pipeline: pipeline.name, title: `What has arrived of batch ${batch}`, from: toDosAt(pipeline.name) };
  return toJob(
    visit,
    jobs.begin(about, async ({ signal }): Promise<JobResult> => {
      const found = await lookAtExport(own, home, batch, signal);
      const decision = randomUUID();
      return { files: [], shown: arrivedShown(found, 'Not there:'), asks: (one) => yesForm(one, found, decision) };
    }),
  );
}

function yesForm(visit: Visit, found: Confirmation, decision: string): Html | null {
  if (!mayDecide(visit)) return null;
  const { name } = visit.pipeline();
  const { batch, missing } = found;
  return html`<section><h2>Are you through with these files?</h2><p>By your yes the batch is settled${
    missing.length === 0
      ? ': what the primary has counts as copied with the next run.'
      : `, and what is not there goes with the next run or export. So import its files no more after that: ${counted(missing.length, 'record')} would be there twice.`
  }</p>${postForm(
    visit,
    exportAt(name),
    html`${hidden('batch', String(batch))}${hidden('seen', confirmationSeen(found))}${hidden('decision', decision)}${reasonField('batch')}<p></p><button>Yes: batch ${String(batch)} is settled</button>`,
  )}<p><a href="${toDosAt(name)}">No, leave it open</a></p></section>`;
}

/** Settles it, where the primary shows what the person saw. */
export async function confirmBatch(visit: Visit, jobs: Jobs): Promise<Response> {
  const word = wordOrPage(visit);
  if (word instanceof Response) return word;
  const batch = batchSchema.safeParse(visit.field('batch')).data;
  if (batch === undefined) return incompletePage(visit, 'Choose a batch of files.');
  const { id, reason } = word;
  const pipeline = visit.pipeline();
  const seen = visit.field('seen');
  const { by, ...deciding } = await decidingOf(visit);
  const about = { pipeline: pipeline.name, id, title: `Batch ${batch}`, from: toDosAt(pipeline.name) };
  return toJob(
    visit,
    jobs.begin(about, async ({ signal }): Promise<JobResult> => {
      const { found, untold } = await confirmAsSeen({ ...deciding, signal }, { id, by, reason }, { batch, seen });
      const isRunning = isHeldForLong(pipelineLockFile(deciding.pipeline));
      const waits = isRunning
        ? 'The run that goes on now does not know it yet: what waited for it goes with the next one.'
        : 'What waited for it goes with the next run.';
      const shown = html`<div class="notice good" role="status"><p><b>Done.</b> Batch ${String(batch)} is settled. ${waits}</p></div>${untold === undefined ? null : html`<div class="notice bad"><p>${untold}</p></div>`}${arrivedShown(found, 'Not there, and free for the next run or export:')}<p><a href="${toDosAt(pipeline.name)}">What else is to do</a></p>`;
      return { files: [], shown, asks: isRunning ? undefined : startRunForm };
    }),
  );
}

/** Ids that are named one by one. */
const NAMED = 200;

function arrivedShown({ batch, arrived, missing, doubled }: Confirmation, lacking: string): Html {
  const names = (all: readonly string[]): Html =>
    html`<ul>${all.slice(0, NAMED).map((one) => html`<li>${one}</li>`)}${all.length > NAMED ? html`<li>and ${counted(all.length - NAMED, 'more')}</li>` : null}</ul>`;
  return html`<section><h2>Batch ${String(batch)} in the primary</h2><p>${counted(arrived, 'record')} ${arrived === 1 ? 'is' : 'are'} there.</p>${
    missing.length === 0 ? null : html`<p>${lacking}</p>${names(missing)}`
  }${
    doubled.length === 0
      ? null
      : html`<div class="notice bad"><p><b>There more than once:</b> delete all but one in the primary, and in Xero if they got there.</p>${names(doubled)}</div>`
  }</section>`;
}
