import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { getImage, mint, tryMint } from './client/images';

describe('requireSignedURLs', () => {
  test.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['false', false],
    ['False', false],
    ['0', false],
  ])('written as %s means %s', async (text, expected) => {
    const { id } = await mint({ requireSignedURLs: text });

    const draft = (await getImage(id)).envelope().result;
    expect(draft).toMatchObject({ requireSignedURLs: expected, requiredSignedURLs: expected });
  });

  test.each(['yes', '2', 'null', 'truee'])('is refused when it is no truth value: %s', async (text) => {
    const answer = await tryMint({ requireSignedURLs: text });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(answer)).toContain('requireSignedURLs');
  });
});

describe('creator', () => {
  test('is kept up to 1,024 characters', async () => {
    const creator = 'é'.repeat(1024);

    const { id } = await mint({ creator });

    expect((await getImage(id)).envelope().result.creator).toBe(creator);
  });

  test('is refused with 1,025 characters', async () => {
    const answer = await tryMint({ creator: 'c'.repeat(1025) });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(answer)).toMatch(/creator.*1,?024/s);
  });

  test('is refused when JSON gives something else than text', async () => {
    const answer = await call('/v2/direct_upload', {
      method: 'POST',
      body: JSON.stringify({ creator: { name: 'ada' } }),
      headers: { 'content-type': 'application/json' },
    });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(answer)).toContain('creator');
  });
});

test('shows a draft as the contract has it', async () => {
  const { id } = await mint({ metadata: '{"a":1}' });

  const answer = await getImage(id);

  expect(answer.status).toBe(200);
  expect(answer.envelope()).toMatchObject({ success: true, errors: [], messages: [] });
  const draft = answer.envelope().result;
  expect(draft).toMatchObject({ id, draft: true, filename: null, meta: { a: 1 }, metadata: { a: 1 } });
  expect(draft.uploaded).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(draft.variants.map((url) => new URL(url).pathname.split('/').at(-1)).sort()).toEqual([
    'public',
    'thumbnail',
  ]);
});

test('ignores fields that it does not know', async () => {
  const answer = await tryMint({ colour: 'blue', file: 'not a file' });

  expect(answer.status).toBe(200);
});
