import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import { serveFiles } from './sftp-files.ts';

export interface SftpServer {
  readonly port: number;
  /** As OpenSSH shows it: `SHA256:` and base64 without padding. */
  readonly hostKey: string;
  /** The passwords that were tried, so far. */
  readonly attempts: readonly string[];
  close(): Promise<void>;
}

/** An SSH server on loopback that knows one password for every name, and gives this machine's files over SFTP. */
export async function startSftpServer(password: string): Promise<SftpServer> {
  const { private: key } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  const attempts: string[] = [];
  const open = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [key] }, (connection) => {
    // Small packets that wait for one another's acknowledgement take 40 ms each.
    (connection as Connection & { setNoDelay(isOn: boolean): void }).setNoDelay(true);
    open.add(connection);
    // A client that goes away in the middle is no fault of the server's.
    connection.on('error', () => {});
    connection.on('close', () => open.delete(connection));
    connection.on('authentication', (context) => {
      if (context.method === 'password') attempts.push(context.password);
      if (context.method === 'password' && context.password === password) context.accept();
      else context.reject(['password']);
    });
    connection.on('session', (accept) => {
      accept().on('sftp', (take) => serveFiles(take()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: `SHA256:${createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '')}`,
    attempts,
    close: () =>
      new Promise((resolve) => {
        for (const connection of open) connection.end();
        server.close(() => resolve());
      }),
  };
}
