import { writingRows } from './rows/writing.ts';
import { tryRemedies } from './support/try-remedies.ts';

tryRemedies(writingRows);
