import { readingRows } from './rows/reading.ts';
import { tryRemedies } from './support/try-remedies.ts';

tryRemedies(readingRows);
