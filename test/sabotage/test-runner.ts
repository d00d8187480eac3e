import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createVitest, type TestCase, type Vitest } from 'vitest/node';
import { temporaryFolder } from '../support/memory-disk.ts';
import type { Protection } from './protection.ts';

type NamedTest = Protection['test'];

export type TestOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failed'; readonly message: string };

export interface TestRun {
  /** One for each test that was asked for. */
  readonly outcomes: readonly TestOutcome[];
  /** Whether anything has called what stands in for the protection. */
  readonly applied: boolean;
}

const repository = resolve(import.meta.dirname, '../..');

/**
 * A vitest that stays open from one protection to the next: it keeps what it made of the program's files, and each run
 * is a process of its own, which takes one protection out.
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
   * Runs these tests by themselves; one call after the other.
   * @param id of the protection that is taken out; undefined for none
   */
  async run(tests: readonly NamedTest[], id?: string): Promise<TestRun> {
    const folder = mkdtempSync(join(temporaryFolder(), 'sabotage-'));
    const calls = join(folder, 'calls');
    try {
      const vitest = this.#vitest;
      Object.assign(vitest.config.env, { SABOTAGE: id ?? '', SABOTAGE_CALLS: calls });
      const names = [...new Set(tests.map(({ name }) => literally(name)))];
      vitest.setGlobalTestNamePattern(new RegExp(`^(${names.join('|')})$`));
      const project = vitest.getRootProject();
      const files = [...new Set(tests.map(({ file }) => file))];
      const { testModules } = await vitest.runTestSpecifications(
        files.map((file) => project.createSpecification(join(repository, file))),
      );
      const found = new Map<string, TestOutcome>();
      for (const module of testModules) {
        const troubles = module.errors().map(({ message }) => message);
        for (const test of module.children.allTests()) {
          found.set(keyOf(module.moduleId, test.fullName), outcomeOf(test, troubles));
        }
      }
      const outcomes = tests.map(
        ({ file, name }): TestOutcome => found.get(keyOf(join(repository, file), name)) ?? { kind: 'not-found' },
      );
      return { outcomes, applied: existsSync(calls) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  close(): Promise<void> {
    return this.#vitest.close();
  }
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
