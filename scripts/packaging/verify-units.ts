import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Has systemd itself judge the units of docs/deploy/systemd, on a machine that has it. It asks that the program of a unit is
 * there, so that another one stands in its place. What can be said of them anywhere is in test/packaging/systemd.test.ts.
 */
const units = path.join(import.meta.dirname, '../../docs/deploy/systemd');
const folder = mkdtempSync(path.join(tmpdir(), 'units-'));
try {
  const files = readdirSync(units).map((name) => {
    const text = readFileSync(path.join(units, name), 'utf8').replaceAll(
      '/usr/local/bin/neto-consolidator',
      process.execPath,
    );
    // A template is judged by one that is made of it.
    const file = path.join(folder, name.replace('@.', '@au-stores.'));
    writeFileSync(file, text);
    return file;
  });
  const { error, status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], {
    encoding: 'utf8',
  });
  const said = `${stdout ?? ''}${stderr ?? ''}`.trim();
  if (error !== undefined) {
    console.error(`systemd-analyze can't be run here (${error.message}), so the units were not verified.`);
    process.exitCode = 1;
  } else if (status !== 0 || said !== '') {
    console.error(`systemd-analyze ended with ${status}:\n${said}`);
    process.exitCode = 1;
  } else {
    console.log(`systemd-analyze has nothing to say of ${files.map((file) => path.basename(file)).join(', ')}.`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
