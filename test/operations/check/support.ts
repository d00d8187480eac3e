import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FullSeed } from '../../../src/fake-store/seed.ts';
import type { Clock } from '../../../src/neto/clock.ts';
import { checkPipeline } from '../../../src/operations/check/check-pipeline.ts';
import {
  type CheckReport,
  checkReportSchema,
  type Finding,
  type Topic,
} from '../../../src/operations/findings/finding.ts';
import type { SimulationOptions } from '../../../src/operations/foretell/simulate.ts';
import { demoSeed, type StoreName } from '../../fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../../run/demo-stores.ts';

/** Repeats wait for nothing. */
const instantly: Clock = { now: () => 0, sleep: async () => {} };

type Given = NonNullable<Parameters<typeof startDemoStores>[0]>;

export interface CheckedDemo extends DemoStores {
  /** Checks the demo's pipeline, with the first occurrence of each text replaced. */
  check(
    replacements?: readonly (readonly [from: string, to: string])[],
    more?: { readonly environment?: Record<string, string>; readonly options?: Partial<SimulationOptions> },
  ): Promise<CheckReport>;
}

/** The demo's stores, with only some orders each, which is enough for most rules and quick. */
export async function startDemo(given: Given = {}): Promise<CheckedDemo> {
  const demo = await startDemoStores({
    main: { seed: fewOrders('main') },
    west: { seed: fewOrders('west') },
    south: { seed: fewOrders('south') },
    ...given,
  });
  onTestFinished(() => demo.close());
  const file = join(demo.folder, 'pipelines/demo.yaml');
  const original = readFileSync(file, 'utf8');
  return {
    ...demo,
    async check(replacements = [], { environment = {}, options = {} } = {}) {
      writeFileSync(file, replacements.reduce(replaceOnce, original));
      const pipeline = await demo.pipeline(environment);
      const report = await checkPipeline({ pipeline, home: demo.home, clock: instantly, ...options });
      return checkReportSchema.parse(report);
    },
  };
}

/** @param changes e.g. other lists or settings of the store */
export function fewOrders(name: StoreName, changes: Partial<FullSeed> = {}): FullSeed {
  const seed = demoSeed(name);
  const plain = seed.orders.filter(({ OrderID }) => /^N10[01]\d$/.test(String(OrderID)));
  return { ...seed, orders: plain, ...changes };
}

function replaceOnce(text: string, [from, to]: readonly [string, string]): string {
  if (!text.includes(from)) throw new RangeError(`not in the pipeline file: ${from}`);
  return text.replace(from, () => to);
}

export function of(report: CheckReport, store: string, topic: Topic, severity?: Finding['severity']): Finding[] {
  return report.findings.filter(
    (finding) =>
      finding.store === store && finding.topic === topic && (severity === undefined || finding.severity === severity),
  );
}

/** The one finding of that kind. */
export function one(report: CheckReport, store: string, topic: Topic, severity?: Finding['severity']): Finding {
  const found = of(report, store, topic, severity);
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new RangeError(`${found.length} findings: ${JSON.stringify(found)}`);
  return only;
}
