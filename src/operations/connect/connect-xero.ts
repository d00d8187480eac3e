import type { Pipeline } from '../../config/pipeline.ts';
import { hiderOf } from '../../model/secrets.ts';
import { keptTokens, xeroAddresses } from '../../session/open-xero.ts';
import { askConsent, fetchFirst, type Tenant } from '../../xero/app/consent.ts';
import type { KeptTokens } from '../../xero/app/token-file.ts';
import { xeroError } from '../../xero/errors.ts';
import { openXeroTransport } from '../../xero/transport.ts';
import { redirectOf, startOf, waitForCode } from './wait-for-code.ts';

type Settings = NonNullable<Pipeline['xero']>;

interface Connecting {
  readonly settings: Settings & { readonly tokenFile: string };
  readonly port: number;
  readonly minutes: number;
  /** By its id or name, where a person has given access to several. */
  readonly organisation: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** The person opens this address, and sees what is asked for. */
  readonly onAddress: (address: string, scopes: readonly string[]) => Promise<void> | void;
}

const LARGEST = 1024 * 1024;

/**
 * A person signs in to Xero once, and lets the app read; the tokens then lie in their file, and replace whatever was there.
 * @throws ConsolidatorError
 */
export async function connectXero(given: Connecting): Promise<Pick<KeptTokens, 'tenant' | 'name' | 'scopes'>> {
  const { settings, port, minutes, signal, onAddress } = given;
  const { clientId, clientSecret, scopes, timeoutSeconds, tokenFile } = settings;
  const addresses = xeroAddresses(settings);
  const hidden = [clientId, clientSecret];
  const hide = (text: string): string => hiderOf(hidden)(text);
  const transport = openXeroTransport({
    ...{ addresses, timeoutMilliseconds: timeoutSeconds * 1000, maximumBytes: LARGEST, hide },
  });
  try {
    const consent = askConsent({ clientId, scopes, redirect: redirectOf(port), identity: addresses.identity });
    const onReady = () => onAddress(startOf(port), consent.scopes);
    const { address, state } = consent;
    const code = await waitForCode({ port, address, state, signal, minutes, onReady });
    hidden.push(code, consent.verifier);
    const kept = keptTokens(tokenFile);
    const choose = (tenants: readonly Tenant[]) => chosen(tenants, given.organisation ?? settings.organisation);
    const fetching = { clientId, clientSecret, transport, addresses, hide, now: kept.now, signal, choose };
    const tokens = await kept.exclusively(async () => {
      const first = await fetchFirst(consent, code, fetching);
      kept.file.write(first);
      return first;
    }, signal);
    return { tenant: tokens.tenant, name: tokens.name, scopes: tokens.scopes };
  } finally {
    await transport.close();
  }
}

/** @throws ConsolidatorError `xero-not-connected` */
function chosen(tenants: readonly Tenant[], wanted: string | undefined): Tenant {
  const [only, ...more] = tenants;
  if (only === undefined)
    throw xeroError('xero-not-connected', 'no organisation was given access to. Connect again, and choose one.');
  const key = wanted?.trim().toLowerCase();
  const named = tenants.filter(({ id, name }) => id.toLowerCase() === key || name.trim().toLowerCase() === key);
  const [found] = named;
  if (found !== undefined && named.length === 1) return found;
  // Whether it is the one that the file names every look compares.
  if (more.length === 0) return only;
  const list = tenants.map(({ id, name }) => `"${name}" (${id})`).join(', ');
  throw xeroError(
    'xero-not-connected',
    `the app has access to ${list}. Say which by \`--organisation\`, its name or its id.`,
  );
}
