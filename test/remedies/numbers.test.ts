import { numberRows } from './rows/numbers.ts';
import { tryRemedies } from './support/try-remedies.ts';

tryRemedies(numberRows);
