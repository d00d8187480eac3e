import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { PostgresAddress } from '../../../model/postgres-address.ts';

/** What the driver is told of encryption. @throws ConsolidatorError `config-invalid` */
export function sslOf({ tls, rootCertificate }: PostgresAddress): false | ConnectionOptions {
  if (tls === 'none') return false;
  if (tls === 'unproven') return { rejectUnauthorized: false };
  if (rootCertificate === null) return { rejectUnauthorized: true };
  try {
    return { rejectUnauthorized: true, ca: readFileSync(rootCertificate, 'utf8') };
  } catch (cause) {
    const message = `The certificate ${rootCertificate}, which \`ledger\` names by sslrootcert, can't be read.`;
    throw new ConsolidatorError('config-invalid', message, { cause });
  }
}
