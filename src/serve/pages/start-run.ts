import { z } from 'zod';
import { html } from '../../page/html.ts';
import { isHeldForLong, pipelineLockFile } from '../../session/lock.ts';
import { personHere } from '../../session/person-here.ts';
import { troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { runJob } from '../jobs/run-job.ts';
import { jobAddress, toJob } from './job.ts';

/** Begins a run, unless one goes on: here, in a terminal, or by its cron line. Sent twice, it is one. */
export async function startRun(visit: Visit, jobs: Jobs): Promise<Response> {
  const pipeline = visit.pipeline();
  const id = z.uuid().safeParse(visit.field('run')).data;
  if (id === undefined)
    return troublePage(visit, 400, { title: 'Not begun', sentence: 'Load the page again, and start the run there.' });
  // Its keys are with the workers, and one of them may have its run.
  if (visit.site.fleet !== undefined)
    return troublePage(visit, 409, {
      title: 'Not begun',
      sentence: 'In a fleet workers run it: ask for a run on its page.',
    });
  const known = jobs.find(pipeline.name, id) ?? jobs.runOf(pipeline.name);
  if (known !== undefined) return new Response(null, { status: 303, headers: { Location: jobAddress(known) } });
  const own = await pipeline.read();
  if (isHeldForLong(pipelineLockFile(own))) return goesOn(visit, (await pipeline.progress()) !== null);
  const { site } = visit;
  const by = visit.grant?.name ?? personHere();
  const address = `/pipelines/${pipeline.name}`;
  return toJob(
    visit,
    jobs.begin({ pipeline: pipeline.name, id, isRun: true, title: 'A run', from: `${address}/runs` }, (work) =>
      runJob({ pipeline, site, by, primaries: jobs.primaries }, work),
    ),
  );
}

function goesOn(visit: Visit, isRun: boolean): Response {
  const what = isRun
    ? 'A run goes on already, which was not begun here'
    : 'A run goes on already, or something else writes to the ledger now, such as copies that are taken into the map';
  const sentence = `${what}, so none was started. What you have decided is taken by it, or by the next run.`;
  const next = html`<p><a class="button" href="/pipelines/${visit.pipeline().name}#now">See how far it is</a></p>`;
  return troublePage(visit, 409, { title: isRun ? 'A run goes on' : 'Not begun', sentence, next });
}
