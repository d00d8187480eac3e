import type { Trouble } from './trouble.ts';

/** By the codes of OpenSSL and Node. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not known here',
  CERT_UNTRUSTED: 'its certificate is not trusted',
  CERT_REJECTED: 'its certificate is not trusted',
  CERT_REVOKED: 'its certificate was revoked',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** Undefined for every other trouble. */
export function certificateTrouble(code: string): Trouble | undefined {
  const reason = Object.hasOwn(CERTIFICATES, code) ? CERTIFICATES[code] : undefined;
  if (reason === undefined) return undefined;
  const remedy =
    code === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? 'Give the host by the name that its certificate bears; nothing was sent.'
      : code.startsWith('CERT_')
        ? 'Ask whoever runs the server for a new one, and look at the clock of this machine; nothing was sent.'
        : 'Ask whoever runs the server; where it is your own authority, name its certificate by NODE_EXTRA_CA_CERTS. Nothing was sent.';
  return { reason, remedy };
}
