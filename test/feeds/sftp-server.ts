import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

const program = '/usr/lib/openssh/sftp-server';

interface Connection {
  on(event: string, listener: (...values: never[]) => void): Connection;
}

/** OpenSSH's own sftp-server on loopback, behind an SSH front that knows one user. */
export async function startSftpServer(
  password: string,
): Promise<{ port: number; hostKey: string; attempts: string[]; close(): Promise<void> }> {
  if (!existsSync(program)) throw new Error(`${program} is missing: apt-get install openssh-sftp-server`);
  const ssh2 = createRequire(import.meta.url)('ssh2');
  const { private: key } = ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 });
  const publicKey: Buffer = ssh2.utils.parseKey(key).getPublicSSH();
  const attempts: string[] = [];
  const open = new Set<{ end(): void }>();
  const server = new ssh2.Server({ hostKeys: [key] }, (connection: Connection & { end(): void }) => {
    open.add(connection);
    connection.on('error', () => {});
    connection.on('close', () => open.delete(connection));
    connection.on('authentication', ((context: {
      method: string;
      password?: string;
      accept(): void;
      reject(methods: string[]): void;
    }) => {
      if (context.method === 'password') attempts.push(context.password ?? '');
      if (context.method === 'password' && context.password === password) context.accept();
      else context.reject(['password']);
    }) as never);
    connection.on('session', ((accept: () => Connection) => {
      accept().on('subsystem', ((take: () => Duplex) => {
        const channel = take();
        const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'ignore'] });
        channel.pipe(child.stdin);
        child.stdout.pipe(channel);
        channel.on('close', () => child.kill());
      }) as never);
    }) as never);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`,
    attempts,
    close: () =>
      new Promise((resolve) => {
        for (const connection of open) connection.end();
        server.close(() => resolve());
      }),
  };
}
