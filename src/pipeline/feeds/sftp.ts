import type { FeedSource } from '../config/pipeline.ts';
import type { Incoming } from './incoming.ts';

export async function openSftp(_source: FeedSource, _now: number): Promise<Incoming> {
  throw new Error('not yet');
}
