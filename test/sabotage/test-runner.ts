import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createVitest, type TestCase, type TestModule, type Vitest } from 'vitest/node';
import { temporaryFolder } from '../support/memory-disk.ts';
import type { Protection } from './protection.ts';

type NamedTest = Protection['test'];

export type TestOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failed'; readonly message: string };

/** A test that is to be run. */
export interface Trial {
  readonly test: NamedTest;
  /** Of the protection that is taken out; left out for none. */
  readonly id?: string;
}

export interface Tried {
  readonly outcome: TestOutcome;
  /** Whether anything has called what stands in for the protection. */
  readonly applied: boolean;
}

const repository = resolve(import.meta.dirname, '../..');

/**
 * A vitest that stays open from one round to the next: it keeps what it made of the program's files. In each round two
 * processes run one file after the other, with what is to be taken out of the program for that file alone.
 */
export class TestRunner {
  readonly #vitest: Vitest;

  private constructor(vitest: Vitest) {
    this.#vitest = vitest;
  }

  static async open(): Promise<TestRunner> {
    const config = join(repository, 'vitest.sabotage.config.ts');
    return new TestRunner(await createVitest('test', { root: repository, config, watch: false, reporters: [{}] }));
  }

  /**
   * Runs these tests by themselves; one call after the other. Where a protection is taken out, its test is the only one
   * of its file, so that none meets what another one's run without protection has left in what they share.
   */
  async run(trials: readonly Trial[]): Promise<readonly Tried[]> {
    const folder = mkdtempSync(join(temporaryFolder(), 'sabotage-'));
    try {
      const ids = idsByFile(trials);
      Object.assign(this.#vitest.config.env, { SABOTAGE: JSON.stringify(ids), SABOTAGE_CALLS: folder });
      const names = [...new Set(trials.map(({ test }) => literally(test.name)))];
      this.#vitest.setGlobalTestNamePattern(new RegExp(`^(${names.join('|')})$`));
      const project = this.#vitest.getRootProject();
      const files = [...new Set(trials.map(({ test }) => join(repository, test.file)))];
      const { testModules } = await this.#vitest.runTestSpecifications(
        files.map((file) => project.createSpecification(file)),
      );
      const found = outcomesIn(testModules);
      return trials.map(({ test: { file, name }, id }) => ({
        outcome: found.get(keyOf(join(repository, file), name)) ?? { kind: 'not-found' },
        applied: id !== undefined && existsSync(join(folder, id)),
      }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  close(): Promise<void> {
    return this.#vitest.close();
  }
}

/** @throws Error where two protections would be taken out of one file's run */
function idsByFile(trials: readonly Trial[]): Readonly<Record<string, string>> {
  const withoutOne = trials.flatMap(({ test, id }) => (id === undefined ? [] : [[test.file, id] as const]));
  const ids = Object.fromEntries(withoutOne);
  if (Object.keys(ids).length !== withoutOne.length || (withoutOne.length > 0 && withoutOne.length !== trials.length)) {
    throw new Error('A file has one test in a round in which protections are taken out');
  }
  return ids;
}

function outcomesIn(modules: readonly TestModule[]): ReadonlyMap<string, TestOutcome> {
  const found = new Map<string, TestOutcome>();
  for (const module of modules) {
    const troubles = module.errors().map(({ message }) => message);
    for (const test of module.children.allTests()) {
      found.set(keyOf(module.moduleId, test.fullName), outcomeOf(test, troubles));
    }
  }
  return found;
}

function outcomeOf(test: TestCase, troubles: readonly string[]): TestOutcome {
  const { state, errors } = test.result();
  if (state === 'passed') return { kind: 'passed' };
  const [first] = errors ?? [];
  // A test whose group could not be set up has no message of its own.
  return { kind: 'failed', message: first?.stack ?? first?.message ?? troubles[0] ?? `it was ${state}` };
}

function keyOf(file: string, name: string): string {
  return `${file} ${name}`;
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
