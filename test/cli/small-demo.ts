import { demoSeed, storeNames } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { type Ended, runProgram, type StartedProgram, startProgram } from './program.ts';

export interface SmallDemo extends DemoStores {
  /** Runs a command in this process. The environment comes on top of what the pipeline file needs. */
  program(words: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended>;
  /** Starts it as a process of its own. */
  start(words: readonly string[], environment?: NodeJS.ProcessEnv): StartedProgram;
  /** Every output of the programs so far, for what must never be in one. */
  readonly outputs: string[];
}

/** The demo's stores with the first orders of each: enough for the commands, and quick. */
export async function startSmallDemo(orders = 25): Promise<SmallDemo> {
  const seeds = storeNames.map((name) => {
    const seed = demoSeed(name);
    return [name, { seed: { ...seed, orders: seed.orders.slice(0, orders) } }] as const;
  });
  const stores = await startDemoStores(Object.fromEntries(seeds));
  const outputs: string[] = [];
  const options = (environment: NodeJS.ProcessEnv = {}) => ({
    folder: stores.folder,
    environment: { ...stores.environment, NETO_CONSOLIDATOR_HOME: stores.home, ...environment },
  });
  const programs = new Set<StartedProgram>();
  const started = (program: StartedProgram): StartedProgram => {
    programs.add(program);
    void program.ended.finally(() => programs.delete(program));
    return program;
  };
  return {
    ...stores,
    outputs,
    /** Also ends what a failed test left running. */
    async close() {
      const left = [...programs];
      for (const program of left) program.process.kill('SIGKILL');
      await Promise.all(left.map(({ ended }) => ended));
      await stores.close();
    },
    start: (words, environment) => started(startProgram(words, options(environment))),
    async program(words, environment) {
      const ended = await runProgram(words, options(environment));
      outputs.push(ended.stdout, ended.stderr);
      return ended;
    },
  };
}
