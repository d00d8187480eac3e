import { readFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { monthPackSchema } from '../../src/month/pack.ts';

/** Writes a pack, and is killed, as by `kill -9`, right before the n-th thing that is done to a file. */
const [, , packFile = '', folder = '', at = ''] = process.argv;
let steps = 0;
function counting(of: object, name: string): void {
  const original = Reflect.get(of, name) as (...given: unknown[]) => unknown;
  Reflect.set(of, name, function (this: unknown, ...given: unknown[]): unknown {
    steps += 1;
    if (steps === Number(at)) process.kill(process.pid, 'SIGKILL');
    return original.apply(this, given);
  });
}
const handle = await promises.open(packFile);
for (const name of ['write', 'sync', 'chmod']) counting(Object.getPrototypeOf(handle), name);
await handle.close();
for (const name of ['open', 'mkdir', 'link', 'rename', 'rm']) counting(promises, name);
syncBuiltinESMExports();

const { writeMonth } = await import('../../src/month/write.ts');
const pack = monthPackSchema.parse(JSON.parse(readFileSync(packFile, 'utf8')));
await writeMonth(pack, { file: 'pipeline.yaml', timeZone: 'Australia/Sydney', folder, keep: [] });
process.stdout.write(String(steps));
