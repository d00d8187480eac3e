import { z } from 'zod';
import { fleetVerdicts } from '../../fleet/status/verdicts.ts';

const name = z.string().describe('of the pipeline');
const moment = z.string().describe('UTC');

export const fleetStatusDocumentSchema = z
  .array(
    z.strictObject({
      name,
      verdict: z.enum(fleetVerdicts),
      now: z.enum(['runs', 'waits', 'idle']),
      version: z.int().describe('of what is stored of it'),
      isPaused: z.boolean(),
      schedule: z.string().nullable().describe('a cron line; null: it runs when somebody asks'),
      timeZone: z.string(),
      nextStart: moment.nullable().describe('by its cron line'),
      primaryHost: z.string(),
      lastRun: z
        .strictObject({
          run: z.int().nullable().describe('null: none began'),
          outcome: z.string().describe('the status of the run, or the code of the error for which none began'),
          problems: z.array(z.string()).describe('codes'),
          quarantined: z.int(),
          differences: z.int(),
          requests: z.int(),
          worker: z.string(),
          toDo: z.int().nullable().describe('things that somebody had to do when it ended'),
          endedAt: moment,
          seconds: z.number(),
        })
        .nullable(),
      unableWorkers: z
        .array(z.strictObject({ worker: z.string(), lacks: z.string().describe('a sentence') }))
        .describe('have lately left its run to others, for want of what they say'),
      lagSeconds: z.number().nullable().describe('since the last run that was good; null: none ever was'),
      readUpTo: moment.nullable().describe('all that changed in its stores before has been read'),
    }),
  )
  .describe('the worst first');

export const pipelinesApplyDocumentSchema = z.array(
  z.strictObject({ name, result: z.enum(['new', 'changed', 'unchanged']) }),
);

export const pipelinesListDocumentSchema = z.array(
  z.strictObject({
    name,
    version: z.int(),
    keptIn: z.enum(['database', 'folder']),
    schedule: z.string().nullable().describe('a cron line'),
    timeZone: z.string(),
    state: z.enum(['active', 'paused']),
    primaryHost: z.string(),
  }),
);

export const pipelinesDiffDocumentSchema = z.array(
  z.strictObject({
    name,
    isNew: z.boolean(),
    changes: z.array(z.strictObject({ key: z.string(), before: z.string(), after: z.string() })),
  }),
);

export const pipelinesHistoryDocumentSchema = z
  .array(
    z.strictObject({
      version: z.int(),
      what: z.string(),
      who: z.string(),
      reason: z.string().nullable(),
      at: moment,
    }),
  )
  .describe('the oldest first');
