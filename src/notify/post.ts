import { Agent, request } from 'undici';
import { webhookProblem } from '../config/addresses.ts';

const TIMEOUT = 10_000;

/** @returns why it was not delivered, without the address, which is a secret; undefined when it was */
export async function post(
  address: string,
  body: unknown,
  timeoutMilliseconds: number = TIMEOUT,
): Promise<string | undefined> {
  // Checked with the pipeline file already; nothing is ever sent in the clear beyond this machine.
  if (webhookProblem(address) !== undefined) return 'its address is not https';
  const agent = new Agent({ connect: { timeout: timeoutMilliseconds } });
  try {
    const { statusCode, body: answer } = await request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'neto-consolidator' },
      body: JSON.stringify(body),
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    await answer.dump({ limit: 65_536 });
    // A redirect is not followed: where it leads is nobody's choice that we know of.
    return statusCode >= 200 && statusCode < 300 ? undefined : `it answered HTTP ${statusCode}`;
  } catch (error) {
    const isSlow = error instanceof Error && error.name === 'TimeoutError';
    return isSlow ? `it did not answer in ${timeoutMilliseconds / 1000} seconds` : 'it could not be reached';
  } finally {
    await agent.destroy();
  }
}
