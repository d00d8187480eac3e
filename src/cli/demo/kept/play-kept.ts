import type { Shell } from '../../shell.ts';
import { play } from '../demo.ts';
import { type DemoStores, demoSeeds, startDemoStores, type Takes } from '../stores.ts';
import { writePipeline } from './folder.ts';
import { daysToMove, movedSeed } from './moved.ts';

/**
 * Plays the demo by the real clock, with the environment and the files that later commands have too.
 * @param shell stands in the folder that the demo is kept in
 * @returns its stores, which go on
 */
export async function playKept(shell: Shell, takes?: Takes): Promise<DemoStores> {
  const seeds = demoSeeds(takes);
  const days = daysToMove(seeds, shell.now());
  const stores = await startDemoStores(shell.now, {
    main: movedSeed(seeds.main, days),
    west: movedSeed(seeds.west, days),
    south: movedSeed(seeds.south, days),
  });
  try {
    writePipeline(shell.folder, days, stores.environment);
    shell.print('Three made-up stores run on this machine, as the Neto API would show them:');
    await play(shell, stores);
    return stores;
  } catch (error) {
    await stores.close();
    throw error;
  }
}
