import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * What a program makes and keeps, by the names that a heap snapshot has for kinds. `code`, `hidden` and `object shape` are what V8 makes of the
 * program itself: code, what it has learnt of the code that runs often, and which code depends on what. These grow for hours, with whatever is
 * done for the hundredth time: by 2,000,000 bytes from the 8th hour to the 16th, and less from then on. `native` lies outside of the heap.
 */
const KEPT: readonly string[] = [
  ...['object', 'array', 'string', 'concatenated string', 'sliced string', 'closure', 'regexp', 'number', 'symbol'],
  'bigint',
];

const snapshotSchema = z.object({
  snapshot: z.object({
    meta: z.object({ node_fields: z.array(z.string()), node_types: z.tuple([z.array(z.string())], z.unknown()) }),
  }),
  nodes: z.custom<readonly number[]>(Array.isArray),
});

/** @returns bytes of what a process keeps, by a heap snapshot of it */
export function bytesKept(file: string): number {
  const { snapshot, nodes } = snapshotSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { node_fields: fields, node_types } = snapshot.meta;
  const [kinds] = node_types;
  const [kindAt, sizeAt] = [fields.indexOf('type'), fields.indexOf('self_size')];
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length)
    if (KEPT.includes(kinds[nodes[at + kindAt] ?? -1] ?? '')) bytes += nodes[at + sizeAt] ?? 0;
  if (bytes === 0) throw new Error('A heap snapshot is made otherwise by now.');
  return bytes;
}
