import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Pipeline } from '../../src/config/pipeline.ts';
import type { Plot, Stage } from './stage.ts';

const NAMES: readonly { readonly name: string; readonly prefix: Readonly<Record<string, string>> }[] = [
  { name: 'western', prefix: { N: 'X' } },
  { name: 'western', prefix: { N: 'W' } },
  { name: 'west', prefix: { N: 'X' } },
];

/** A store is called otherwise in the pipeline file, by this ledger or by one that is begun anew. */
export const namePlots: Readonly<Record<string, Plot>> = {
  'store renamed': () => [{ play: renamed }],
  'second ledger, for a store under another name and prefix': () => [{ play: (stage) => beginAnew(stage, 0) }],
  'second ledger, for a store under another name': () => [{ play: (stage) => beginAnew(stage, 1) }],
  'second ledger, for a store under another prefix': () => [{ play: (stage) => beginAnew(stage, 2) }],
};

function called(pipeline: Pipeline, place: number): Pipeline {
  const secondaries = pipeline.secondaries.map((store) =>
    store.name === 'west' ? { ...store, ...NAMES[place] } : store,
  );
  return { ...pipeline, secondaries };
}

async function renamed(stage: Stage): Promise<void> {
  const { place } = stage.world;
  const { asked } = stage.counted;
  const end = await stage.outcome(place, { pipeline: called(stage.pipelineAt(place), 0) });
  stage.check(end === 'store-renamed', `a renamed store is not refused: ${end}`);
  stage.check(stage.counted.asked === asked, 'a renamed store was asked before it was refused');
}

/** The first ledger counts as lost, and is found again afterwards. What stands in the primary by then is not copied again. */
async function beginAnew(stage: Stage, name: number): Promise<void> {
  const place = { folder: mkdtempSync(join(stage.world.folder, 'anew-')), home: stage.world.place.home };
  const { main } = stage.stores;
  // What has no copy would be the new one's to copy, and the first one would then have to be told of it.
  const copied = new Set(main.orders().map(({ OrderID }) => OrderID));
  const orders = stage.plan.truths.flatMap((one) =>
    one.store === 'west' && copied.has(one.targetId) ? [one.sourceId] : [],
  );
  if (orders.length === 0) return;
  const before = stage.counted;
  const pipeline = called(stage.pipelineAt(place), name);
  const narrowing = { orders, stores: [NAMES[name]?.name ?? ''] };
  const { quarantine, status } = await stage.run(place, { pipeline, narrowing });
  stage.check(stage.counted.orders === before.orders, `a second ledger copies again, and ends ${status}`);
  const held = quarantine.filter(({ code }) => code === 'copied-under-another-id').length;
  stage.planted('copies that a second ledger found');
  stage.check(held > 0 || name === 1, `a second ledger finds none of ${orders.length} copies, and ends ${status}`);
}
