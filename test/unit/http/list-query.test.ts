import { readCursorListQuery, readPageListQuery } from '../../../lambdas/http/list-query';

const readCursor = (query: string) => readCursorListQuery(new URLSearchParams(query));
const readPage = (query: string) => readPageListQuery(new URLSearchParams(query));

describe('the query of a list by cursor', () => {
  it('has defaults for everything', () => {
    expect(readCursor('')).toEqual({
      perPage: 1000,
      order: 'desc',
      creator: undefined,
      continuationToken: undefined,
      filters: [],
    });
  });

  it('is read', () => {
    expect(readCursor('per_page=10&sort_order=asc&creator=a%2Cb&continuation_token=t.s')).toMatchObject({
      perPage: 10,
      order: 'asc',
      creator: 'a,b',
      continuationToken: 't.s',
    });
  });

  it('takes an empty parameter for an absent one, but an empty creator for images without', () => {
    expect(readCursor('per_page=&sort_order=&continuation_token=&creator=')).toMatchObject({
      perPage: 1000,
      order: 'desc',
      creator: null,
      continuationToken: undefined,
    });
  });

  it('reads metadata filters, percent-encoded as the SDKs send them', () => {
    expect(readCursor('meta.status%5Beq%5D=x').filters).toHaveLength(1);
    expect(() => readCursor('meta.status%5Bnot-eq%5D=x')).toThrow(
      "Unsupported metadata filter operator: 'not-eq'",
    );
  });

  it.each(['9', '10001', '-1', '1e3', '10.5', 'all', '0x20'])('refuses per_page=%s', (value) => {
    expect(() => readCursor(`per_page=${value}`)).toThrow('per_page must be a whole number from 10 to 10000');
  });

  it('refuses another order', () => {
    expect(() => readCursor('sort_order=DESC')).toThrow('sort_order must be asc or desc');
  });
});

describe('the query of a list by page', () => {
  it('has defaults for everything', () => {
    expect(readPage('')).toEqual({ page: 1, perPage: 1000, creator: undefined });
  });

  it('is read', () => {
    expect(readPage('page=3&per_page=10000&creator=me')).toEqual({
      page: 3,
      perPage: 10_000,
      creator: 'me',
    });
  });

  it.each(['0', '-1', 'x', '1.5'])('refuses page=%s', (value) => {
    expect(() => readPage(`page=${value}`)).toThrow('page must be a whole number from 1 to 1000000');
  });
});
