import type { Pipeline } from '../config/pipeline.ts';
import { type Clock, systemClock } from '../neto/clock.ts';
import type { RequestLog } from '../neto/request-log.ts';
import { openXeroClient, type XeroClient } from '../xero/client.ts';
import { OFFICIAL } from '../xero/transport.ts';
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
  const { clientId, clientSecret, scopes, requestsPerMinute, timeoutSeconds, url, identityUrl } = settings;
  const client = openXeroClient({
    ...{ clientId, clientSecret, scopes, requestsPerMinute, timeoutSeconds },
    addresses: { api: originOf(url) ?? OFFICIAL.api, identity: originOf(identityUrl) ?? OFFICIAL.identity },
    requestLog: around.requestLog,
    clock: around.clock ?? systemClock,
    onRequest: (request) => around.progress({ kind: 'request', request }),
  });
  resources.add(() => client.close());
  return client;
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin;
}
