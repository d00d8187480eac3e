import { ConsolidatorError } from '../model/errors.ts';
import type { Hide } from '../model/secrets.ts';
import { xeroError } from './errors.ts';

interface Failed {
  readonly addresses: { readonly api: string };
  readonly timeoutMilliseconds: number;
  readonly hide: Hide;
  /** Whether the answer had begun. */
  readonly answered: boolean;
  readonly isTimeOut: boolean;
  readonly isStopped: boolean;
}

/** An error of the connection, in the program's own words. Whatever is sent reads, so all but a stop may be repeated. */
export function failureOf(error: unknown, failed: Failed): ConsolidatorError {
  if (error instanceof ConsolidatorError) return error;
  if (failed.isStopped) return xeroError('stopped', 'stopped while a request was under way.', { retry: 'safe' });
  if (failed.isTimeOut) {
    const seconds = failed.timeoutMilliseconds / 1000;
    const sentence = `no complete answer within ${seconds} s. Raise \`xero.timeoutSeconds\` if it is always slow.`;
    return xeroError('time-out', sentence, { retry: 'safe' });
  }
  const why = failed.hide(codeOf(error));
  const host = new URL(failed.addresses.api).host;
  // undici's errors hold the socket, and so perhaps a token: only what is said is passed on.
  const details = {
    retry: 'safe',
    cause: new Error(failed.hide(error instanceof Error ? error.message : '')),
  } as const;
  if (failed.answered) return xeroError('answer-truncated', `the answer ended in the middle (${why}).`, details);
  if (/^(ENOTFOUND|EAI_)/.test(why))
    return xeroError(
      'address-unknown',
      `the name ${host} could not be looked up (${why}). Check the network.`,
      details,
    );
  if (/^(ERR_SSL|ERR_TLS|EPROTO$|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(why)) {
    const sentence = `no secure connection to ${host} could be made (${why}). Check this machine's clock and its certificates.`;
    return xeroError('tls-failed', sentence, details);
  }
  if (why === 'UND_ERR_CONNECT_TIMEOUT' || /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)/.test(why))
    return xeroError(
      'store-unreachable',
      `no connection to ${host} could be made (${why}). Check the network.`,
      details,
    );
  return xeroError('connection-lost', `the connection broke before an answer came (${why}).`, details);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
