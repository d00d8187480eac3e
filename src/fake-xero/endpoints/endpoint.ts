import type { IncomingHttpHeaders } from 'node:http';
import type { Books } from '../books/books.ts';
import { isModifiedSince } from '../query/modified-since.ts';
import { sorted } from '../query/order.ts';
import { pageOf, rowsOfPage } from '../query/paging.ts';
import { parseWhere } from '../query/where.ts';
import { type Answer, NOT_FOUND, textAnswer } from '../reply/answer.ts';
import { envelope } from '../reply/envelope.ts';
import { historyView } from '../views/settings-view.ts';
import type { Detail, ViewOptions } from '../views/shape.ts';
import { allOf, type Resource } from './resource.ts';

export interface ApiRequest {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** What a resource answers, whatever its rows are. */
export interface Endpoint {
  /** @throws QueryParseError */
  list(books: Books, request: ApiRequest): Answer;
  single(books: Books, key: string, request: ApiRequest): Answer;
  history(books: Books, key: string): Answer;
}

export function endpointOf<Row>(resource: Resource<Row>): Endpoint {
  const notFound = (): Answer => textAnswer(404, NOT_FOUND);
  return {
    list: (books, request) => list(resource, books, request),
    single(books, key, { query }) {
      const row = resource.find(books, key);
      if (row === undefined) return notFound();
      return envelope(books, resource.name, [resource.view(books, row, optionsOf('single', query))]);
    },
    history(books, key) {
      const row = resource.find(books, key);
      if (row === undefined || resource.history === undefined) return notFound();
      return envelope(books, 'HistoryRecords', resource.history(row).map(historyView).reverse());
    },
  };
}

function list<Row>(resource: Resource<Row>, books: Books, { query, headers }: ApiRequest): Answer {
  const fields = resource.fields(books);
  const where = query.get('where');
  const isWanted = allOf<Row>([
    resource.narrow?.(books, query),
    where === null || where.trim() === '' ? undefined : parseWhere(where, fields, resource.typeName),
    isModifiedSince(resource, books, headers['if-modified-since']),
  ]);
  const rows = resource.rows(books).filter(isWanted);
  const idField = Object.keys(fields).find((name) => name === `${resource.typeName}ID`);
  const usual = fields['UpdatedDateUTC'] === undefined || idField === undefined ? '' : `UpdatedDateUTC,${idField}`;
  const order = query.get('order') || usual;
  const inOrder = order === '' ? rows : sorted(rows, order, fields, resource.typeName);
  const isSummary = resource.hasSummary && query.get('summaryOnly') === 'true';
  const page = resource.isPaged ? pageOf(query, isSummary) : undefined;
  const detail: Detail = isSummary ? 'summary' : page === undefined ? 'unpaged' : 'page';
  const shown = page === undefined ? inOrder : rowsOfPage(inOrder, page);
  return envelope(
    books,
    resource.name,
    shown.map((row) => resource.view(books, row, optionsOf(detail, query))),
    page && { ...page, pageCount: Math.ceil(rows.length / page.pageSize), itemCount: rows.length },
  );
}

function optionsOf(detail: Detail, query: URLSearchParams): ViewOptions {
  return { detail, unitDecimals: query.get('unitdp') === '4' ? 4 : 2 };
}
