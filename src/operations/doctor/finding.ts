import { z } from 'zod';
import { severities } from '../findings/finding.ts';

/** One thing that the doctor looked at, in the shape that `doctor --output json` prints. */
export const doctorFindingSchema = z.object({
  severity: z.enum(severities),
  /** What was looked at: `integrity`, `intents`, `primary` … */
  topic: z.string(),
  message: z.string(),
  /** What to do; empty when all is well. */
  remedy: z.string(),
});
export type DoctorFinding = z.infer<typeof doctorFindingSchema>;

export const fine = (topic: string, message: string): DoctorFinding => ({ severity: 'ok', topic, message, remedy: '' });

export const concern = (
  severity: 'warn' | 'problem',
  topic: string,
  message: string,
  remedy: string,
): DoctorFinding => ({ severity, topic, message, remedy });
