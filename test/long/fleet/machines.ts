import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keyOf, type Merchant, pipelineText, startMerchant } from '../../fleet/merchant.ts';
import type { PostgresServer } from '../../support/postgres-server.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';

const child = path.join(import.meta.dirname, 'machine-child.ts');
export const TIME_OUT_SECONDS = 2;
export const SETTLE_SECONDS = 4;

export interface MachineEnd {
  readonly code: number | null;
  readonly status: string;
  readonly message?: string;
  readonly problems?: readonly unknown[];
}

/** A state home and a pipeline file of its own, and its own way to the database. */
export interface Machine {
  readonly home: string;
  readonly file: string;
  readonly proxy: TcpProxy;
  readonly environment: Readonly<Record<string, string>>;
  start(options?: { readonly leaseSeconds?: number; readonly clockAhead?: number }): RunningMachine;
  close(): Promise<void>;
}

export interface RunningMachine {
  readonly process: ChildProcess;
  readonly ended: Promise<MachineEnd>;
}

export interface Shop {
  readonly merchant: Merchant;
  machine(name: string): Promise<Machine>;
  /** Writes that have reached the primary. */
  writes(): number;
  close(): Promise<void>;
}

/** One merchant, whose ledger is in that database, for machines to work on. @param seed of all its trade */
export async function startShop(
  server: PostgresServer,
  address: string,
  { name, seed }: { readonly name: string; readonly seed: number },
): Promise<Shop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'machines-'));
  const merchant = await startMerchant(name, seed);
  const machines: Machine[] = [];
  return {
    merchant,
    async machine(own) {
      const machine = await startMachine(path.join(folder, own), merchant, server, address);
      machines.push(machine);
      return machine;
    },
    writes: () => merchant.main.requests.filter(({ write }) => write).length,
    async close() {
      for (const machine of machines) await machine.close();
      await Promise.all([merchant.main.close(), merchant.west.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startMachine(
  folder: string,
  merchant: Merchant,
  server: PostgresServer,
  address: string,
): Promise<Machine> {
  const home = path.join(folder, 'home');
  const file = path.join(folder, 'pipelines', `${merchant.name}.yaml`);
  for (const one of [home, path.dirname(file)]) mkdirSync(one, { recursive: true, mode: 0o700 });
  writeFileSync(file, textOf(merchant));
  const proxy = await startTcpProxy(server.port);
  const environment = {
    LEDGER_URL: server.addressAt(proxy.port, address),
    MAIN_KEY: keyOf('main', merchant.name),
    WEST_KEY: keyOf('west', merchant.name),
  };
  const running = new Set<ChildProcess>();
  return {
    ...{ home, file, proxy, environment },
    start({ leaseSeconds = 3, clockAhead = 0 } = {}) {
      const given = [child, file, home, String(leaseSeconds), String(clockAhead)];
      const started = spawn(process.execPath, given, {
        env: { PATH: process.env['PATH'], HOME: folder, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.add(started);
      let said = '';
      started.stdout.setEncoding('utf8').on('data', (piece: string) => (said += piece));
      started.stderr.setEncoding('utf8').on('data', (piece: string) => (said += piece));
      const ended = once(started, 'close').then(([code]): MachineEnd => {
        running.delete(started);
        const line = said.split('\n').find((one) => one.startsWith('{'));
        return { code, ...(line === undefined ? { status: 'nothing', message: said } : JSON.parse(line)) };
      });
      return { process: started, ended };
    },
    async close() {
      for (const one of running) one.kill('SIGKILL');
      await proxy.close();
    },
  };
}

function textOf(merchant: Merchant): string {
  return pipelineText(merchant, 500, '*/2 * * * *')
    .replace(/^schedule:.*$/m, `ledger: "\${LEDGER_URL}"`)
    .replace(`url: ${merchant.main.url}`, `url: ${merchant.main.url}\n  key: \${MAIN_KEY}`)
    .replace(`url: ${merchant.west.url}`, `url: ${merchant.west.url}\n    key: \${WEST_KEY}`)
    .replace('settleAfterSeconds: 30', `settleAfterSeconds: ${SETTLE_SECONDS}`)
    .replaceAll('timeoutSeconds: 10', `timeoutSeconds: ${TIME_OUT_SECONDS}`);
}
