import { returnRows } from './rows/returns.ts';
import { tryRemedies } from './support/try-remedies.ts';

tryRemedies(returnRows);
