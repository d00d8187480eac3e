import { z } from 'zod';
import { type ErrorCode, errorCodes } from '../../../model/error-codes.ts';
import { ConsolidatorError } from '../../../model/errors.ts';

/** What the process of a kept demo tells the command that started it. */
export const toldSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('print'), text: z.string() }),
  z.strictObject({ kind: z.literal('note'), text: z.string() }),
  /** It is played, and waits for its order. */
  z.strictObject({ kind: z.literal('played') }),
  z.strictObject({
    kind: z.literal('failed'),
    code: z.string().refine((code): code is ErrorCode => code in errorCodes),
    message: z.string(),
    remedy: z.string().optional(),
  }),
]);
export type Told = z.infer<typeof toldSchema>;

/** What it is ordered. Where the command goes away before that, it ends. */
export const orderSchema = z.enum(['go-on', 'end']);
export type Order = z.infer<typeof orderSchema>;

export function failureOf(error: unknown): Told {
  if (!(error instanceof ConsolidatorError)) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', code: 'internal', message: `The demo met something it was not made for: ${reason}` };
  }
  const { code, message, remedy } = error;
  return { kind: 'failed', code, message, ...(remedy === undefined ? {} : { remedy }) };
}
