import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { exportPipeline, lookAtExport, settleExport } from '../../src/operations/export/export-pipeline.ts';
import {
  countOf,
  type ExportedFiles,
  importFiles,
  keyPayments,
  namesIn,
  paymentsOf,
  readExported,
} from '../chaos/import-wizard.ts';
import type { Plot, Stage } from './stage.ts';

/** Nothing else is planted on these, which a file would let pass. */
const ORDINARY = ['paid at once', 'paid later', 'paid in two parts', 'never paid', 'returned'];

interface Batch {
  readonly number: number;
  readonly files: ExportedFiles;
}

/** Files for the import wizard, beside the runs that go on. */
export const exportPlots: Readonly<Record<string, Plot>> = {
  'exports that overlap': () => overlapping(false),
  'export imported and its payments keyed twice': () => overlapping(true),
};

function overlapping(keyedTwice: boolean): ReturnType<Plot> {
  const batches: Batch[] = [];
  return [
    { play: (stage) => exportBatch(stage, batches) },
    {
      later: 1,
      play: async (stage) => {
        untouched(stage, batches);
        await exportBatch(stage, batches);
      },
    },
    {
      later: 1,
      play: async (stage) => {
        untouched(stage, batches);
        const { main } = stage.stores;
        const takes = (id: string): boolean => isOrdinary(stage, id);
        for (const [place, batch] of batches.entries()) {
          // The import of the second one fails before it has begun.
          if (place === 0) importFiles(main, batch.files, takes);
          if (place === 0) keyPayments(main, batch.files, true, takes);
          if (place === 0 && keyedTwice) keyPayments(main, batch.files, false, takes);
          await confirm(stage, batch);
        }
      },
    },
  ];
}

function isOrdinary({ plan }: Stage, targetId: string): boolean {
  return ORDINARY.includes(plan.truths.find((truth) => truth.targetId === targetId)?.kind ?? '');
}

async function exportBatch(stage: Stage, batches: Batch[]): Promise<void> {
  const out = join(mkdtempSync(join(stage.world.folder, 'feeds-')), 'files');
  const options = { format: 'csv', exported: false, force: false } as const;
  const { manifest } = await exportPipeline({ ...stage.at(stage.world.place), ...options, out });
  if (manifest === null || !existsSync(out)) return;
  const files = readExported(out);
  const open = new Set(batches.flatMap((batch) => [...namesIn(batch.files)]));
  for (const name of namesIn(files)) stage.check(!open.has(name), `${name} is in two open batches`);
  batches.push({ number: manifest.batch, files });
  stage.planted(batches.length === 1 ? 'export' : 'export while another batch is open');
}

/** What lies in an open batch is not copied by a run as well. */
function untouched(stage: Stage, batches: readonly Batch[]): void {
  for (const { files } of batches)
    for (const name of namesIn(files))
      stage.check(countOf(stage.stores.main, name) === 0, `${name} is in an open batch, and a run copied it`);
}

async function confirm(stage: Stage, { number, files }: Batch): Promise<void> {
  const { main } = stage.stores;
  const names = [...namesIn(files)];
  const { place } = stage.world;
  const { missing, doubled } = await lookAtExport(stage.pipelineAt(place), place.home, number);
  await settleExport(stage.pipelineAt(place), number);
  for (const name of names) {
    const [kind = '', id = ''] = name.split(' ');
    const times = countOf(main, name);
    stage.check(
      (times === 0) === missing.includes(id),
      `export confirm does not tell rightly whether ${name} is missing`,
    );
    if (kind !== 'payment') continue;
    stage.check(
      times > 1 === doubled.includes(id),
      `export confirm does not tell rightly whether ${name} stands twice`,
    );
    stage.planted(`exported payment ${times === 0 ? 'missing' : times > 1 ? 'booked twice, and told' : 'booked'}`);
    const [, ...surplus] = paymentsOf(main, id);
    for (const { PaymentID } of surplus) main.panel.removePayment(PaymentID);
  }
}
