import { rmSync } from 'node:fs';
import path from 'node:path';

/** What an earlier build left would go into the package. Not by `rm`, which Windows does not have. */
rmSync(path.join(import.meta.dirname, '../../dist'), { recursive: true, force: true });
