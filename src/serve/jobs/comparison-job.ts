import { financialEntities } from '../../entities/registry.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import { labelledDifferences } from '../../proof/label-differences.ts';
import { toldByLedger } from '../../proof/told-by-ledger.ts';
import { compareBooks } from '../../reconcile/reconcile.ts';
import { knownOf } from '../../report/decided.ts';
import { differenceSection } from '../../report/difference-section.ts';
import type { Site } from '../frame/site.ts';
import type { ServedPipeline } from '../pipelines/served-pipeline.ts';
import type { JobWork } from './jobs.ts';
import type { JobResult } from './kept-result.ts';

/** Both sides as they are now, compared as the command `reconcile` does: each difference with its effect on the books. */
export async function comparisonJob(pipeline: ServedPipeline, site: Site, work: JobWork): Promise<JobResult> {
  const { home, now } = site;
  const { own, told } = await pipeline.look(async (ledger, own) => ({ own, told: await toldByLedger(ledger) }));
  // The ledger is closed meanwhile, and says only afterwards what it knows: a mistake in it can't hide itself.
  const books = await compareBooks({ pipeline: own, home, now, ...told, ...work });
  return pipeline.look(async (ledger) => {
    const differences = await labelledDifferences(books, ledger);
    const all = await ledger.financialRecords(financialEntities().map(({ name }) => name));
    const known = await knownOf(differences, {
      ledger,
      orders: all.filter(({ entity }) => entity === 'orders'),
      timeZones: Object.fromEntries(own.secondaries.map(({ name, timezone }) => [name, timezone])),
      now: instantOfMilliseconds(now()),
    });
    const reconciliation = { ...books.reconciliation, differences };
    return { shown: differenceSection({ pipeline: own, file: pipeline.file, reconciliation, known }), files: [] };
  });
}
