import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyCommand } from '../../src/cli/every-command.ts';
import { programForHelp } from '../../src/cli/help-page.ts';
import { repository } from '../fixtures/support.ts';

const folder = path.join(repository, 'docs/deploy/systemd');
const names = readdirSync(folder);
const services = names.filter((name) => name.endsWith('.service'));

type Unit = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Stricter than systemd, which goes on after a line that it does not understand: each must be one that is known here. */
function unitOf(name: string): Unit {
  const unit = new Map<string, Map<string, string[]>>();
  let section: Map<string, string[]> | undefined;
  for (const line of readFileSync(path.join(folder, name), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, heading] = /^\[(\w+)\]$/.exec(line) ?? [];
    if (heading !== undefined) {
      section = new Map();
      unit.set(heading, section);
      continue;
    }
    const [, key = '', value = ''] = /^([A-Z][A-Za-z]*)=(.*)$/.exec(line) ?? [];
    if (section === undefined || key === '') throw new Error(`${name}: not understood: ${line}`);
    section.set(key, [...(section.get(key) ?? []), value]);
  }
  return unit;
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Unit: ['Description', 'Wants', 'After'],
  Timer: ['OnCalendar', 'RandomizedDelaySec', 'Persistent'],
  Install: ['WantedBy'],
};

/** What a service may do: each is asked for, with this value. */
const HARDENED = {
  NoNewPrivileges: 'yes', CapabilityBoundingSet: '', AmbientCapabilities: '', ProtectSystem: 'strict', ProtectHome: 'yes',
  ProtectClock: 'yes', ProtectHostname: 'yes', ProtectKernelLogs: 'yes', ProtectKernelModules: 'yes',
  ProtectKernelTunables: 'yes', ProtectControlGroups: 'yes', ProtectProc: 'invisible', PrivateDevices: 'yes',
  PrivateTmp: 'yes', RestrictAddressFamilies: 'AF_INET AF_INET6 AF_UNIX', RestrictNamespaces: 'yes',
  RestrictRealtime: 'yes', RestrictSUIDSGID: 'yes', LockPersonality: 'yes', RemoveIPC: 'yes',
  SystemCallArchitectures: 'native', SystemCallFilter: '@system-service', SystemCallErrorNumber: 'EPERM', UMask: '0077',
}; // biome-ignore format: a table

const SERVICE = [
  ...Object.keys(HARDENED),
  'Type', 'User', 'Group', 'WorkingDirectory', 'StateDirectory', 'StateDirectoryMode', 'Environment', 'LoadCredential',
  'ExecStart', 'SuccessExitStatus', 'Restart', 'RestartSec', 'RestartPreventExitStatus', 'TimeoutStartSec',
  'TimeoutStopSec', 'KillMode',
]; // biome-ignore format: a list

test.each(names)(
  'the unit %s has no line but those that are known, and none twice but Environment and LoadCredential',
  (name) => {
    for (const [heading, lines] of unitOf(name)) {
      const known = heading === 'Service' ? SERVICE : (KNOWN[heading] ?? []);
      expect([...lines.keys()].filter((key) => !known.includes(key))).toEqual([]);
      const twice = [...lines].filter(
        ([key, values]) => values.length > 1 && !['Environment', 'LoadCredential'].includes(key),
      );
      expect(twice).toEqual([]);
    }
  },
);

describe.each(services)('the service %s', (name) => {
  const service = unitOf(name).get('Service') ?? new Map<string, readonly string[]>();
  const one = (key: string): string | undefined => service.get(key)?.[0];

  test('runs as a user of its own who may write its state alone, and is hardened', () => {
    expect(Object.fromEntries(Object.keys(HARDENED).map((key) => [key, one(key)]))).toEqual(HARDENED);
    expect([one('User'), one('StateDirectory'), one('StateDirectoryMode')]).toEqual([
      'neto-consolidator',
      'neto-consolidator',
      '0700',
    ]);
    expect(service.get('Environment')).toContain('NETO_CONSOLIDATOR_HOME=/var/lib/neto-consolidator/home');
  });

  test('gets its keys as a credential, and holds none', () => {
    expect(one('LoadCredential')).toMatch(/^keys\.env:\/etc\//);
    expect(service.get('Environment')).toContain('NETO_CONSOLIDATOR_KEYS=%d/keys.env');
    expect(JSON.stringify([...service])).not.toMatch(/_KEY=|password|token=/i);
  });

  test('calls a command of the program with options that it has, and takes its clean stop for one', async () => {
    const [program, ...words] = (one('ExecStart') ?? '').split(' ');
    expect(program).toBe('/usr/local/bin/neto-consolidator');
    const found = everyCommand(await programForHelp()).find((each) => each.name === `neto-consolidator ${words[0]}`);
    const known = found?.command.options.map(({ long }) => long) ?? [];
    expect(found, words[0]).toBeDefined();
    expect(words.filter((word) => word.startsWith('--') && !known.includes(word))).toEqual([]);
    expect(one('SuccessExitStatus')?.split(' ')).toContain('143');
  });
});

test('each unit is told of in docs/operating.md', () => {
  const page = readFileSync(path.join(repository, 'docs/operating.md'), 'utf8');
  expect(names.filter((name) => !page.includes(`(deploy/systemd/${name})`))).toEqual([]);
  expect(page).toContain('(deploy/Containerfile)');
});
