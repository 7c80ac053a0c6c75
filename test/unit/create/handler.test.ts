import { fetchFailed, tooManyRequests } from '../../../lambdas/core/errors';
import type { SettingsRepository } from '../../../lambdas/core/ports';
import { createHandler } from '../../../lambdas/create/handler';
import { controlEvent, lambdaContext, multipart, type Part } from '../../support/control/control-request';
import { ACCOUNT, NOW } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemoryPublishedObjects } from '../../support/in-memory/in-memory-published-objects';
import { InMemorySettings } from '../../support/in-memory/in-memory-settings';
import { InMemoryStagedUploads } from '../../support/in-memory/in-memory-staged-uploads';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';
import { RecordingLogger } from '../../support/in-memory/recording-logger';
import { textInspector } from '../../support/text-inspector';

const ID = '11111111-2222-4333-8444-555555555555';
const FILE: Part = { name: 'file', value: 'good bytes', filename: 'cat.jpg' };

const setUp = (settings: SettingsRepository = new InMemorySettings()) => {
  const images = new InMemoryImages();
  const metrics: string[] = [];
  const handler = createHandler({
    images,
    objects: new InMemoryPublishedObjects(),
    staged: new InMemoryStagedUploads(),
    inspector: textInspector,
    source: {
      fetch: async (url) => {
        if (!url.startsWith('https://a.example/')) throw fetchFailed('url: not there');
        return { body: Buffer.from('good'), filename: 'far.png' };
      },
    },
    settings,
    deliveryBaseUrl: 'https://img.example.net',
    tokens: new InMemoryTokens()
      .add('token', { accountId: ACCOUNT })
      .add('reader', { accountId: ACCOUNT, permissions: 'read' }),
    clock: () => NOW,
    newId: () => ID,
    newNonce: () => 'BBBBBBBBBBBBBBBBBBBBBB',
    maxUploadBytes: 1000,
    logger: new RecordingLogger(),
    metrics: {
      addMetric: (name, unit, value) => metrics.push(`${name} ${unit} ${value}`),
      addDimension: (name, value) => metrics.push(`${name}=${value}`),
      publishStoredMetrics: () => metrics.push('published'),
    },
  });
  const send = async (body: string | Buffer, contentType: string, token = 'token') => {
    const response = await handler(
      controlEvent({
        routeKey: 'POST /client/v4/accounts/{account_id}/images/v1',
        pathParameters: { account_id: ACCOUNT },
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        body,
      }),
      lambdaContext(),
    );
    return { status: response.statusCode, headers: response.headers, body: JSON.parse(response.body ?? '') };
  };
  const sendForm = (parts: readonly Part[], end = '') => {
    const { body, contentType } = multipart(parts);
    return send(Buffer.concat([body, Buffer.from(end)]), contentType);
  };
  return { images, metrics, send, sendForm };
};

describe('POST images/v1', () => {
  it('answers with the image, which is no draft', async () => {
    const { metrics, sendForm } = setUp();

    const { status, body } = await sendForm([
      FILE,
      { name: 'metadata', value: '{"a":1}' },
      { name: 'creator', value: 'me' },
      { name: 'requireSignedURLs', value: 'true' },
    ]);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      result: { id: ID, filename: 'cat.jpg', meta: { a: 1 }, creator: 'me', requireSignedURLs: true },
    });
    expect(body.result).not.toHaveProperty('draft');
    expect(body.result.variants[0]).toMatch(new RegExp(`/${ID}/public$`));
    expect(metrics).toEqual(['ImagesPublished Count 1', 'published']);
  });

  it.each<[string, Part, string | null]>([
    ['with the directories that SDK 3 to 6 send', { ...FILE, filename: 'dir/cat.jpg' }, 'cat.jpg'],
    ['without a file name, as Python and Terraform send it', { name: 'file', value: 'good bytes' }, null],
    ['with an empty file name', { ...FILE, filename: '' }, null],
  ])('takes a file %s', async (_what, part, filename) => {
    const { sendForm } = setUp();

    const { status, body } = await sendForm([part]);

    expect(status).toBe(200);
    expect(body.result.filename).toBe(filename);
  });

  it('takes a form that ends in one line break too many, as SDK 3 to 6 send it', async () => {
    const { sendForm } = setUp();

    expect((await sendForm([FILE], '\r\n')).status).toBe(200);
  });

  it.each([
    ['nested, as the TypeScript SDK writes it', 'metadata[a][b]'],
    ['nested, as Python and Go write it', 'metadata.a.b'],
  ])('takes metadata %s', async (_what, name) => {
    const { sendForm } = setUp();

    const { body } = await sendForm([{ name, value: '007' }, FILE]);

    expect(body.result.meta).toEqual({ a: { b: '007' } });
  });

  it.each<[string, string, string]>([
    ['a form', 'application/x-www-form-urlencoded', 'url=https%3A%2F%2Fa.example%2Ffar.png&id=far'],
    ['JSON', 'application/json', '{"url":"https://a.example/far.png","id":"far","file":null}'],
  ])('takes a URL in %s', async (_what, contentType, text) => {
    const { send } = setUp();

    const { status, body } = await send(text, contentType);

    expect(status).toBe(200);
    expect(body.result).toMatchObject({ id: 'far', filename: 'far.png' });
  });

  it('takes an empty file field beside a URL, and an empty URL beside a file, for none', async () => {
    const { sendForm } = setUp();

    const byUrl = await sendForm([
      { name: 'url', value: 'https://a.example/far.png' },
      { name: 'file', value: '' },
      { name: 'id', value: 'far' },
    ]);
    const byFile = await sendForm([FILE, { name: 'url', value: '' }]);

    expect([byUrl.status, byFile.status]).toEqual([200, 200]);
  });

  it.each<[string, Part[], RegExp]>([
    ['neither file nor URL', [{ name: 'creator', value: 'me' }], /file or url/],
    ['both', [FILE, { name: 'url', value: 'https://a.example/far.png' }], /file and url/],
  ])('refuses %s', async (_what, parts, message) => {
    const { images, sendForm } = setUp();

    const { status, body } = await sendForm(parts);

    expect(status).toBe(400);
    expect(body.errors).toEqual([{ code: 5400, message: expect.stringMatching(message) }]);
    expect(images.records.size).toBe(0);
  });

  it.each([
    ['application/json', '{"file":"aGVsbG8="}', /multipart/],
    ['application/x-www-form-urlencoded', 'file=bytes', /multipart/],
    ['application/json', '{"url":["https://a.example/far.png"]}', /url must be a string/],
  ])('refuses fields of the wrong kind in %s: %s', async (contentType, text, message) => {
    const { send } = setUp();

    const { status, body } = await send(text, contentType);

    expect({ status, errors: body.errors }).toEqual({
      status: 400,
      errors: [{ code: 5400, message: expect.stringMatching(message) }],
    });
  });

  it.each<[string, Part[], number, number]>([
    ['no image', [{ ...FILE, value: 'text' }], 415, 5455],
    ['an empty file', [{ ...FILE, value: '' }], 415, 5455],
    ['too large', [{ ...FILE, value: 'good'.repeat(300) }], 413, 7011],
    ['not to be fetched', [{ name: 'url', value: 'https://b.example/' }], 400, 5454],
    [
      'private with an id of its own',
      [FILE, { name: 'id', value: 'a' }, { name: 'requireSignedURLs', value: '1' }],
      400,
      5410,
    ],
    ['called what it may not be', [FILE, { name: 'id', value: 'a.pdf' }], 400, 5411],
  ])('refuses a picture that is %s, and counts it', async (_what, parts, status, code) => {
    const { images, metrics, sendForm } = setUp();

    const answer = await sendForm(parts);

    expect({ status: answer.status, code: answer.body.errors[0].code }).toEqual({ status, code });
    expect(metrics).toEqual([`code=${code}`, 'UploadsRefused Count 1', 'published']);
    expect(images.records.size).toBe(0);
  });

  it('refuses an id that is taken in a way that no SDK retries', async () => {
    const { sendForm } = setUp();
    await sendForm([FILE, { name: 'id', value: 'cat' }]);

    const { status, headers, body } = await sendForm([FILE, { name: 'id', value: 'cat' }]);

    expect({ status, code: body.errors[0].code }).toEqual({ status: 409, code: 5409 });
    expect(headers).toMatchObject({ 'x-should-retry': 'false' });
  });

  it('makes no image when it cannot answer, so that a client that tries again makes one only', async () => {
    const { images, sendForm } = setUp({ get: () => Promise.reject(tooManyRequests()) });

    const { status } = await sendForm([FILE]);

    expect(status).toBe(429);
    expect(images.records.size).toBe(0);
  });

  it('is refused to a token that may only read', async () => {
    const { images, send } = setUp();
    const { body, contentType } = multipart([FILE]);

    expect((await send(body, contentType, 'reader')).status).toBe(403);

    expect(images.records.size).toBe(0);
  });
});
