import { storeIdentity } from '../../model/store-identity.ts';
import { linkQueued } from '../../operations/link/link-queued.ts';
import { html } from '../../page/html.ts';
import { dailyProof } from '../../proof/daily-proof.ts';
import type { Lanes } from '../../schedule/lanes.ts';
import { PipelineRuns } from '../../schedule/pipeline-run.ts';
import type { Site } from '../frame/site.ts';
import type { ServedPipeline } from '../pipelines/served-pipeline.ts';
import type { JobWork } from './jobs.ts';
import type { JobResult } from './kept-result.ts';

/** A whole run, as the command `run` and a cron line make it. @param by whose word it is */
export async function runJob(
  {
    pipeline,
    site,
    by,
    primaries,
  }: {
    readonly pipeline: ServedPipeline;
    readonly site: Site;
    readonly by: string;
    readonly primaries: Lanes;
  },
  { signal, progress, behind }: JobWork,
): Promise<JobResult> {
  const { home, now, announcing } = site;
  const { name, file, read } = pipeline;
  const own = await read();
  const runs = new PipelineRuns({
    ...{ pipeline: { ...own, file }, read, home, now, progress, begunBy: by },
    ...{ prover: dailyProof, linker: linkQueued, announcing: announcing?.(file) },
  });
  try {
    const { run } = await primaries.through(storeIdentity(own.primary.host), () => runs.run(signal));
    return { shown: html``, files: [], next: `/pipelines/${name}/runs/${run}` };
  } finally {
    behind(runs.afterwards(signal));
  }
}
