import type { MailServer } from '../config/addresses.ts';
import { certificateTrouble } from './certificate-trouble.ts';
import { serverWords, type Trouble } from './trouble.ts';

/** What of an error of a mail server is looked at. */
interface MailError {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** In words that a person can act on, without the server's own: these may quote anything. */
export function mailTrouble(error: unknown, { host, port, secure, login }: MailServer): Trouble {
  const { code = '', originalCode = '', command = '', responseCode, response = '' } = detailsOf(error);
  const words = response === '' ? undefined : serverWords(response, login === undefined ? [] : Object.values(login));
  const certificate = certificateTrouble(originalCode || code);
  if (certificate !== undefined) return certificate;
  const system = originalCode || code;
  if (system === 'ENOTFOUND' || system === 'EAI_AGAIN' || system === 'EDNS' || system === 'ETIMEOUT')
    return {
      reason: `its host ${host} is not known`,
      remedy: 'Look for a slip in its name, and whether this machine is online.',
    };
  if (system === 'ECONNREFUSED')
    return {
      reason: `nothing answers at ${host}:${port}`,
      remedy: 'Look at the host and the port (465 or 587 for most).',
    };
  if (isOtherProtocol(system))
    return {
      reason: `it does not speak TLS from the first byte at port ${port}`,
      remedy: 'Write smtp:// for smtps://, or `secure: starttls`; the port is mostly 587.',
    };
  if (code === 'ETLS' || (command === 'STARTTLS' && secure === 'starttls'))
    return {
      reason: 'it does not offer an encrypted connection, and nothing was sent',
      remedy: 'Try port 465 with smtps:// or `secure: tls`.',
      words,
    };
  if (code === 'EAUTH') return signInTrouble(responseCode, words);
  const said = responseCode === undefined ? '' : ` (${responseCode})`;
  if (command === 'MAIL FROM')
    return {
      reason: `it refused the sender${said}`,
      remedy: 'Give `from` an address that belongs to the user who is signed in.',
      words,
    };
  if (command === 'CONN' || command === 'EHLO')
    return {
      reason:
        responseCode === undefined ? 'it ended the connection, or is no mail server' : `it takes nothing now${said}`,
      remedy: 'Look at the host and the port; if they are right, it is tried again with the next run.',
      words,
    };
  return { reason: `it refused the message${said}`, remedy: 'Ask whoever runs the mail server.', words };
}

function signInTrouble(responseCode: number | undefined, words: string | undefined): Trouble {
  if (responseCode === undefined || responseCode >= 535 || responseCode === 530)
    return {
      reason: `it refused the user name or the password${responseCode === undefined ? '' : ` (${responseCode})`}`,
      remedy: 'Look at both; many providers want a password that they make for programs ("app password").',
      words,
    };
  return {
    reason: `signing in did not work (${responseCode})`,
    remedy: 'If nobody has to sign in there, leave user name and password out; else try again later.',
    words,
  };
}

/** Of one recipient. @param secrets that must not be shown of the server's words */
export function recipientTrouble(error: unknown, secrets: readonly string[]): Trouble {
  const { responseCode, response = '' } = detailsOf(error);
  const passes = responseCode !== undefined && responseCode >= 400 && responseCode < 500;
  return {
    reason: `the mail server ${passes ? 'does not take this recipient now' : 'refused this recipient'}${responseCode === undefined ? '' : ` (${responseCode})`}`,
    remedy: passes
      ? 'It is tried again with the next run.'
      : 'Look for a slip in the address; some servers take only addresses of their own from whoever is not signed in.',
    words: response === '' ? undefined : serverWords(response, secrets),
  };
}

function detailsOf(error: unknown): MailError {
  if (typeof error !== 'object' || error === null) return {};
  const { code, originalCode, command, responseCode, response } = error as Record<string, unknown>;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    ...(text(code) === undefined ? {} : { code: text(code) ?? '' }),
    ...(text(originalCode) === undefined ? {} : { originalCode: text(originalCode) ?? '' }),
    ...(text(command) === undefined ? {} : { command: text(command) ?? '' }),
    ...(typeof responseCode === 'number' ? { responseCode } : {}),
    ...(text(response) === undefined ? {} : { response: text(response) ?? '' }),
  };
}

function isOtherProtocol(code: string): boolean {
  return (
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|TLSV1_ALERT|RECORD_LAYER|UNSUPPORTED_PROTOCOL)/.test(code) ||
    code === 'EPROTO'
  );
}
