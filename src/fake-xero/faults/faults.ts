import { z } from 'zod';

/** What goes wrong with one request. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** An error instead of an answer, in each form that was seen. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int(),
    body: z.enum(['html', 'html-bom', 'json', 'text', 'empty']).default('html'),
    retryAfterSeconds: z.number().int().optional(),
  }),
  z.strictObject({
    kind: z.literal('rate-limited'),
    problem: z.enum(['minute', 'day', 'concurrent']),
    retryAfterSeconds: z.number().int().optional(),
  }),
  /** The connection breaks before a byte comes, or after the headers. */
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['before', 'after-headers']).default('before') }),
  /**
   * Half of the body: as a whole message of that length (`content`), with the full Content-Length (`length`), or in
   * chunks without the last one (`chunked`).
   */
  z.strictObject({ kind: z.literal('truncate'), cut: z.enum(['content', 'length', 'chunked']) }),
  z.strictObject({ kind: z.literal('late'), milliseconds: z.number().int().min(0) }),
  /** A few bytes at a time. */
  z.strictObject({
    kind: z.literal('drip'),
    bytes: z.number().int().min(1).default(64),
    milliseconds: z.number().int().min(1).default(5),
  }),
  z.strictObject({ kind: z.literal('silence') }),
  /** A byte-order mark before the JSON. */
  z.strictObject({ kind: z.literal('bom') }),
  /** HTTP 200 with a web page, nothing, or an envelope without its list. */
  z.strictObject({ kind: z.literal('html-200') }),
  z.strictObject({ kind: z.literal('empty-200') }),
  z.strictObject({ kind: z.literal('no-list') }),
  z.strictObject({ kind: z.literal('status-not-ok') }),
  /** The pagination tells so many more items than there are. */
  z.strictObject({ kind: z.literal('lying-pagination'), more: z.number().int() }),
  /** The first row comes twice. */
  z.strictObject({ kind: z.literal('repeated-row') }),
  /** The last row is missing, and the pagination does not tell so. */
  z.strictObject({ kind: z.literal('lost-row') }),
  z.strictObject({ kind: z.literal('gzip') }),
  /** Of the token endpoint: the new tokens are issued, and the connection breaks. */
  z.strictObject({ kind: z.literal('reply-lost') }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

export interface FaultRequest {
  readonly server: 'identity' | 'api';
  readonly method: string;
  /** `/connect/token`, `/api.xro/2.0/Invoices` */
  readonly path: string;
  readonly query: URLSearchParams;
  /** How many requests of this path came before, and this one. */
  readonly nth: number;
}

/** May be set at any time; asked for each request, also for those that a limit would refuse. */
export interface Faults {
  next?: ((request: FaultRequest) => FaultInput | undefined) | undefined;
}

export const plannedFaultSchema = z.strictObject({
  /** The last part of a path, such as `Invoices`, `History` or `token`. */
  path: z.string(),
  /** The first one is 1. */
  nth: z.number().int().min(1),
  /** How many from then on. */
  times: z.number().int().min(1).default(1),
  fault: faultSchema,
});

export type PlannedFault = z.input<typeof plannedFaultSchema>;

/** By path and nth call, for whom the other side is a process of its own. */
export function plannedFault(
  plans: readonly z.output<typeof plannedFaultSchema>[],
  request: FaultRequest,
): Fault | undefined {
  return plans.find(
    ({ path, nth, times }) =>
      request.path.split('/').at(-1) === path && request.nth >= nth && request.nth < nth + times,
  )?.fault;
}
