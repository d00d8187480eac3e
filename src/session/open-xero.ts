import type { Pipeline } from '../config/pipeline.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { type Clock, systemClock } from '../neto/clock.ts';
import type { RequestLog } from '../neto/request-log.ts';
import { tokenFile } from '../xero/app/token-file.ts';
import { type KeptWhere, openXeroClient, type XeroClient } from '../xero/client.ts';
import { xeroError } from '../xero/errors.ts';
import { OFFICIAL, type XeroAddresses } from '../xero/transport.ts';
import { takeLock } from './lock.ts';
import type { Progress } from './progress.ts';
import type { Resources } from './resources.ts';

export type XeroSettings = NonNullable<Pipeline['xero']>;

interface Around {
  readonly requestLog: RequestLog;
  readonly progress: Progress;
  readonly clock?: Clock | undefined;
}

/** The books of a pipeline, which are only read. @throws ConsolidatorError `config-invalid` */
export function openXero(settings: XeroSettings, around: Around, resources: Resources): XeroClient {
  const { clientId, clientSecret, scopes, requestsPerMinute, timeoutSeconds } = settings;
  const client = openXeroClient({
    ...{ clientId, clientSecret, scopes, requestsPerMinute, timeoutSeconds },
    addresses: xeroAddresses(settings),
    kept: settings.tokenFile === undefined ? undefined : keptTokens(settings.tokenFile),
    requestLog: around.requestLog,
    clock: around.clock ?? systemClock,
    onRequest: (request) => around.progress({ kind: 'request', request }),
  });
  resources.add(() => client.close());
  return client;
}

export function xeroAddresses({ url, identityUrl }: Pick<XeroSettings, 'url' | 'identityUrl'>): XeroAddresses {
  return { api: originOf(url) ?? OFFICIAL.api, identity: originOf(identityUrl) ?? OFFICIAL.identity };
}

/** Longer than any renewal takes, its repeats too. */
const LOCK_SECONDS = 120;
const LOOK = 100;

/** The tokens of an ordinary app, which whoever renews them holds alone. */
export function keptTokens(file: string): KeptWhere {
  return {
    file: tokenFile(file),
    now: Date.now,
    async exclusively(work, signal) {
      const lock = await lockOf(file, signal);
      try {
        return await work();
      } finally {
        lock.release();
      }
    },
  };
}

async function lockOf(file: string, signal: AbortSignal | undefined): Promise<ReturnType<typeof takeLock>> {
  const begun = performance.now();
  for (;;) {
    try {
      return takeLock(`${file}.lock`, 'the tokens for Xero', { waits: false });
    } catch (error) {
      const isHeld = error instanceof ConsolidatorError && error.code === 'pipeline-locked';
      if (!isHeld) throw error;
      if (performance.now() - begun > LOCK_SECONDS * 1000)
        throw xeroError(
          'xero-not-connected',
          `another process has held ${file}.lock for more than ${LOCK_SECONDS} seconds.`,
          { retry: 'safe', remedy: 'See which process of this program stands still, and end it.' },
        );
      await systemClock.sleep(LOOK, signal);
    }
  }
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin;
}
