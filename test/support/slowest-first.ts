import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take seconds, the longest first. A name that is missing here costs a few seconds, and nothing else. */
const slowest = [
  'run/switches',
  'feeds/import',
  'rules/order-cases',
  'rules/people-and-articles',
  'run/rmas',
  'feeds/export',
  'report/chromium',
  'run/store-clocks',
  'rules/whole-orders',
  'cli/demo',
  'cli/stopping',
  'run/troubles',
  'rules/altered-references',
  'operations/doctor/lost-ledger',
  'run/plan',
  'cli/schedule-command',
  'cli/webhook',
  'cli/run-command',
  'feeds/import-program',
  'ledger/kill',
  'operations/check/check-demo',
].map((name) => `test/${name}.test.ts`);

/**
 * Vitest begins with the largest files where it has never run: a small one that takes long, begun last, would keep one
 * processor waiting for the other.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const known = slowest.indexOf(relative(this.ctx.config.root, moduleId));
      return known < 0 ? slowest.length : known;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
