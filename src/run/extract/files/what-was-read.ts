import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Another may have taken its place, or it may have grown, since it was read: that is none of those that are done. */
export async function isWhatWasRead(file: string, sha256: string): Promise<boolean> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex') === sha256;
}
