import type { LookupFunction } from 'node:net';
import { webhookProblem } from '../config/addresses.ts';
import { isTaken, refused } from './answer.ts';
import { certificateTrouble } from './certificate-trouble.ts';
import { boundedLookup } from './lookup.ts';
import { type Trouble, tooSlow } from './trouble.ts';

/** What of an answer is looked at: its status alone. */
interface PostOptions {
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** How long that takes, for the message. */
  readonly milliseconds: number;
  /** For tests. */
  readonly lookup?: LookupFunction | undefined;
}

/**
 * Delivered is what was answered with a 2xx; what the answer says besides is not read, however much it is.
 * @returns why it was not delivered; undefined when it was
 */
export async function post(address: string, body: unknown, options: PostOptions): Promise<Trouble | undefined> {
  // Checked with the pipeline file already; nothing is ever sent in the clear beyond this machine.
  if (webhookProblem(address) !== undefined)
    return { reason: 'its address is not https', remedy: 'Give one that begins with https://.' };
  // Hardly any run has something to tell.
  const { Agent, request } = await import('undici');
  const { signal, milliseconds, lookup = boundedLookup(signal) } = options;
  const agent = new Agent({ connect: { timeout: milliseconds, lookup } });
  try {
    const { statusCode, body: answer } = await request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'neto-consolidator' },
      body: JSON.stringify(body),
      dispatcher: agent,
      signal,
    });
    answer.on('error', () => undefined);
    answer.destroy();
    return isTaken(statusCode) ? undefined : refused(statusCode);
  } catch (error) {
    if (signal.aborted) return tooSlow(milliseconds, 'its answer');
    return unreachable(error);
  } finally {
    await agent.destroy();
  }
}

function unreachable(error: unknown): Trouble {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const certificate = certificateTrouble(code);
  if (certificate !== undefined) return certificate;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return {
      reason: 'its host is not known',
      remedy: 'Look for a slip in the address, and whether this machine is online.',
    };
  return { reason: 'it could not be reached', remedy: 'Look at the address, the port and the firewall.' };
}
