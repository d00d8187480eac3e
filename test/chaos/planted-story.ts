import { randomFrom } from '../../src/fake-store/index.ts';
import { openArena } from './arena.ts';
import { enterByHand } from './by-hand.ts';
import { converge } from './converge.ts';
import { overlapExports } from './exports.ts';
import { runTwoCopies } from './ledger-copies.ts';
import { moveLedger } from './ledger-moves.ts';
import { population, type Truth } from './population.ts';
import type { Scene } from './scene.ts';
import { beginAnew, renameStore } from './store-names.ts';

export interface StoryEnd {
  readonly violations: readonly string[];
  /** What was planted, and how often. */
  readonly planted: ReadonlyMap<string, number>;
  readonly kills: number;
}

const ORDERS = 4;
/** Kills of the runs before the first time that all must be right. */
const KILLS = 3;

/** One small population that meets all that is planted beside kills: each once at least, with kills between. */
export async function plantedStory(seed: number): Promise<StoryEnd> {
  const random = randomFrom(seed);
  const people = population(seed, ORDERS);
  const arena = await openArena({ population: people });
  const violations: string[] = [];
  const planted = new Map<string, number>();
  let kills = 0;
  const scene: Scene = {
    arena,
    prompt: true,
    random,
    planted: (what) => planted.set(what, (planted.get(what) ?? 0) + 1),
    violation: (what) => violations.push(what),
    async kill(place) {
      const end = await arena.runUntil({ kind: 'point', time: 1 + Math.floor(random() * 60) }, place);
      if (end.killed) kills += 1;
      return end;
    },
  };
  const judge = async (truth: Truth): Promise<void> => {
    violations.push(...(await converge(arena, truth)).violations);
  };
  try {
    let { truth } = people;
    await scene.kill();
    for (let time = 0; time < KILLS; time += 1) {
      await moveLedger(scene);
      await scene.kill();
      truth = await runTwoCopies(scene, truth);
    }
    await renameStore(scene);
    await judge(truth);
    await beginAnew(scene, truth);
    truth = await overlapExports(scene, truth);
    await judge(truth);
    truth = await enterByHand(scene, truth);
    await judge(truth);
    return { violations, planted, kills };
  } finally {
    await arena.close();
  }
}
