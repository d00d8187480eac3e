#!/usr/bin/env node
// Every Node that knows modules can read this file, so that an old one can say what is missing. Nothing newer may be
// imported above the check.
const oldest = 24;

if (Number(process.versions.node.split('.')[0]) < oldest) {
  process.stderr.write(
    `neto-consolidator needs Node.js ${oldest} or newer, and this is ${process.version}: get it from https://nodejs.org and run the command again.\n`,
  );
  process.exitCode = 2;
} else {
  const { start } = await import('./start.ts');
  await start();
}

export {};
