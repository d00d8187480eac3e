import { z } from 'zod';
import { mappingNames } from '../map/mappings.ts';

/** What a finding is about, in the order in which they are told. */
export const topics = [
  'key',
  'rights',
  'orders visible',
  'clock',
  'time zone',
  'currency and tax',
  'payment methods',
  'shipping methods',
  'warehouses',
  'articles',
  'accounts',
  'sales channel',
  'payment terms',
  'order numbers',
  'books',
  'ledger',
  'habits',
  'guards',
  'recent orders',
] as const;
export type Topic = (typeof topics)[number];

/**
 * - `ok`: looked at, and right.
 * - `warn`: a run goes well, but something is quarantined, can't be checked, or deserves a look.
 * - `problem`: to be mended first; a run would fail, or hold whatever is concerned.
 */
export const severities = ['ok', 'warn', 'problem'] as const;
export type Severity = (typeof severities)[number];

/** Where in the pipeline file the thing stands that is to be mended. */
const placeSchema = z.strictObject({
  /** `secondaries[0].orders.warehouse` */
  key: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
});

const findingSchema = z.strictObject({
  severity: z.enum(severities),
  topic: z.enum(topics),
  /** Its name in the pipeline file, or `primary`. */
  store: z.string(),
  /** One or two sentences; no key, no shopper's data. */
  message: z.string().min(1),
  /** What to do; empty where nothing is to be done. */
  remedy: z.string(),
  place: placeSchema.optional(),
  mapping: z
    .strictObject({
      what: z.enum(mappingNames),
      name: z.string(),
      names: z
        .array(z.string())
        .optional()
        .describe('those of the primary that it can be mapped to; only where it has a list of them'),
    })
    .optional()
    .describe('what `map` is to be told, which mends it'),
});
export type Finding = z.infer<typeof findingSchema>;

/** What `check --output json` prints. */
export const checkReportSchema = z.strictObject({
  pipeline: z.string(),
  file: z.string(),
  /** The worst severity of all findings. */
  status: z.enum(severities),
  findings: z.array(findingSchema),
  /** Requests sent, by store; all of them reads. */
  requests: z.record(z.string(), z.int().min(0)),
});
export type CheckReport = z.infer<typeof checkReportSchema>;

export function worstOf(findings: readonly Pick<Finding, 'severity'>[]): Severity {
  const has = (severity: Severity) => findings.some((finding) => finding.severity === severity);
  if (has('problem')) return 'problem';
  return has('warn') ? 'warn' : 'ok';
}

/** A finding fails the check only where it is a problem. */
export function exitCodeOfCheck({ status }: Pick<CheckReport, 'status'>): 0 | 1 {
  return status === 'problem' ? 1 : 0;
}
