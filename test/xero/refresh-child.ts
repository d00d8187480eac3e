import { appendFileSync } from 'node:fs';
import { takeLock } from '../../src/session/lock.ts';
import { RefreshTokens } from '../../src/xero/app/refresh-tokens.ts';
import { disk, tokenFile } from '../../src/xero/app/token-file.ts';
import { openXeroTransport } from '../../src/xero/transport.ts';

/** Renews a token once, and ends as if by kill -9 before its nth step. Each step is in the file `steps`, as far as it came. */
const given = JSON.parse(process.argv[2] ?? '{}') as {
  readonly identity: string;
  readonly api: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly file: string;
  readonly steps: string;
  readonly now: number;
  readonly dieAt: number;
};

let count = 0;
function step(name: string): void {
  count += 1;
  if (count === given.dieAt) process.kill(process.pid, 'SIGKILL');
  appendFileSync(given.steps, `${name}\n`);
}

const dying = Object.fromEntries(
  Object.entries(disk).map(([name, work]) => [
    name,
    (...words: unknown[]) => {
      step(name);
      return (work as (...all: unknown[]) => unknown)(...words);
    },
  ]),
) as typeof disk;

const transport = openXeroTransport({
  addresses: { api: given.api, identity: given.identity },
  ...{ timeoutMilliseconds: 10_000, maximumBytes: 1_000_000, hide: (text) => text },
});
const tokens = new RefreshTokens({
  ...{ clientId: given.clientId, clientSecret: given.clientSecret, scopes: given.scopes, now: () => given.now },
  ...{ file: tokenFile(given.file, dying), hide: (text: string) => text, onToken: () => {} },
  async exclusively(work) {
    const lock = takeLock(`${given.file}.lock`, 'the tokens');
    step('locked');
    const value = await work();
    lock.release();
    step('released');
    return value;
  },
  transport: {
    async fetchToken(...words) {
      step('ask');
      const answer = await transport.fetchToken(...words);
      step('answered');
      return answer;
    },
  },
});
await tokens.current(undefined);
step('used');
await transport.close();
