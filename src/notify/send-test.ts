import { randomUUID } from 'node:crypto';
import { instantOfMilliseconds } from '../model/time.ts';
import { deliver } from './deliver.ts';
import { LIMIT, limited } from './limit.ts';
import type { Message } from './message.ts';
import { pageOf } from './page-address.ts';
import { titleOf } from './title.ts';
import type { Trouble } from './trouble.ts';
import { type AlertSettings, wayName, waysOf } from './ways.ts';

/** What became of a test by one way. */
export interface TestResult {
  readonly kind: 'webhook' | 'email';
  /** A recipient's address; null for the webhook, whose address is a secret. */
  readonly to: string | null;
  /** Null where it was delivered, as far as the other side says. */
  readonly trouble: Trouble | null;
}

interface TestOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly stop?: AbortSignal | undefined;
  /** For tests. */
  readonly limitMilliseconds?: number | undefined;
}

/** Sends a test to all whom the pipeline file names. Nothing is remembered of it. */
export async function sendTest(pipeline: AlertSettings, options: TestOptions): Promise<TestResult[]> {
  const { now, stop, limitMilliseconds: milliseconds = LIMIT } = options;
  const ways = waysOf(pipeline.onProblem);
  const { signal, end } = limited(milliseconds, stop);
  try {
    const results = await deliver(testMessage(pipeline, now), ways, { signal, milliseconds });
    return ways.map((way) => ({
      kind: way.kind,
      to: way.kind === 'email' ? wayName(way) : null,
      trouble: results.get(way.key) ?? null,
    }));
  } finally {
    end();
  }
}

function testMessage({ name, onProblem }: AlertSettings, now: number): Message {
  return {
    ...{ program: 'neto-consolidator', id: randomUUID(), pipeline: name, at: instantOfMilliseconds(now), run: null },
    kind: 'test',
    title: titleOf({ kind: 'test', pipeline: name, problems: [], toDos: [] }),
    verdict: ['This is a test: somebody has asked whether messages arrive here. They do.'],
    ...{ problems: [], over: [], toDos: [], copied: [], commands: [] },
    page: pageOf(name, onProblem.page, 'test'),
  };
}
