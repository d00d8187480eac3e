import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipelineJsonSchema } from '../src/config/documentation/json-schema.ts';
import { configurationPage } from '../src/config/documentation/page.ts';

/** Writes docs/configuration.md and the JSON schema; with --check it only says whether the files on disk are up to date. */
const pages = { 'docs/configuration.md': configurationPage(), 'schema/pipeline.schema.json': pipelineJsonSchema() };

for (const [name, page] of Object.entries(pages)) {
  const file = join(import.meta.dirname, '..', name);
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, page);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== page) {
    console.error(`${name} is out of date. Run: npm run docs`);
    process.exitCode = 1;
  }
}
