export interface Page {
  readonly page: number;
  readonly pageSize: number;
}

const MOST = 1000;
const USUAL = 100;

/** @returns undefined for an unpaged list; what is out of range is moved into it (reference, section 3.1) */
export function pageOf(query: URLSearchParams, isForced: boolean): Page | undefined {
  const [page, pageSize] = [query.get('page'), query.get('pageSize')];
  if (page === null && pageSize === null && !isForced) return undefined;
  return {
    page: Math.max(1, wholeNumber(page, 1)),
    pageSize: Math.min(MOST, Math.max(1, wholeNumber(pageSize, USUAL))),
  };
}

function wholeNumber(text: string | null, otherwise: number): number {
  const number = Number.parseInt(text ?? '', 10);
  return Number.isNaN(number) ? otherwise : number;
}

export function rowsOfPage<Row>(rows: readonly Row[], { page, pageSize }: Page): Row[] {
  return rows.slice((page - 1) * pageSize, page * pageSize);
}
