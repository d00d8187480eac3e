import { changeRows } from './rows/changes.ts';
import { tryRemedies } from './support/try-remedies.ts';

tryRemedies(changeRows);
