import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as library from '../../src/index.ts';
import { type SmallDemo, startSmallDemo } from '../cli/small-demo.ts';
import { repository } from '../fixtures/support.ts';
import { isLong } from '../support/many.ts';

const page = readFileSync(join(repository, 'docs/library.md'), 'utf8');

describe('docs/library.md', () => {
  let demo: SmallDemo;
  beforeAll(async () => {
    demo = await startSmallDemo(6);
  });
  afterAll(() => demo.close());

  test.runIf(isLong)('its example runs as it stands, and copies', async () => {
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
    expect(example).toContain("from 'neto-consolidator'");
    const file = join(demo.folder, 'example.ts');
    writeFileSync(file, example.replace("'neto-consolidator'", JSON.stringify(join(repository, 'src/index.ts'))));
    const environment = { ...process.env, ...demo.environment, NETO_CONSOLIDATOR_HOME: demo.home };
    const child = spawn(process.execPath, [file], { cwd: demo.folder, env: environment });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes));
    const [code] = await once(child, 'close');
    expect(output).toContain('Run 1 was good.');
    expect(code).toBe(0);
    const copies = demo.main.orders().filter(({ OrderID }) => /^[XS]/.test(OrderID));
    expect(copies.map(({ OrderStatus }) => OrderStatus)).toEqual(Array(12).fill('Dispatched'));
  });

  test('names every value that can be imported', () => {
    for (const name of Object.keys(library)) expect(page).toContain(`\`${name}`);
  });
});
