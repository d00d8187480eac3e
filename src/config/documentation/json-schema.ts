import { z } from 'zod';
import { pipelineFileSchema } from '../schema.ts';

/** For editors, which complete and check the file while it is written. Draft 7 is what they know best. */
export function pipelineJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(pipelineFileSchema, { io: 'input', target: 'draft-7' });
  const title = 'Pipeline file of neto-consolidator';
  const description = 'One primary store, its secondaries, and the rules by which they are copied.';
  return `${JSON.stringify({ $schema, title, description, ...rest }, null, 2)}\n`;
}
