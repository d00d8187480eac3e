import type { IncomingHttpHeaders } from 'node:http';
import type { FakeStoreOptions } from '../fake-store.ts';
import type { Switches } from '../switches.ts';

/** Which of the several reasons a key was refused for, no reply tells (reference, section 1.2). */
export function isAuthentic(
  headers: IncomingHttpHeaders,
  options: Pick<FakeStoreOptions, 'apiKey' | 'username'>,
  switches: Switches,
): boolean {
  if (headers.netoapi_key !== options.apiKey) return false;
  const username = headers.netoapi_username;
  // Clients found an empty one worse than none.
  if (username === '') return false;
  if (options.username !== undefined) return username === options.username;
  return username === undefined || switches.globalKeyWithUsername === 'harmless';
}
