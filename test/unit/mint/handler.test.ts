import { accountHash } from '../../../lambdas/core/account';
import { isDraft } from '../../../lambdas/core/image';
import { imageKey } from '../../../lambdas/core/keys';
import { createHandler } from '../../../lambdas/mint/handler';
import {
  type ClientRequest,
  controlEvent,
  lambdaContext,
  multipart,
} from '../../support/control/control-request';
import { ACCOUNT, draftOf, NOW, NOW_SECONDS } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemoryStagedUploads } from '../../support/in-memory/in-memory-staged-uploads';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

const V2 = 'POST /client/v4/accounts/{account_id}/images/v2/direct_upload';
const V1 = 'POST /client/v4/accounts/{account_id}/images/v1/direct_upload';
const NONCE = 'BBBBBBBBBBBBBBBBBBBBBB';
const ID = '11111111-2222-4333-8444-555555555555';

const setUp = () => {
  const images = new InMemoryImages();
  const logger = new RecordingLogger();
  const metrics: string[] = [];
  const handler = createHandler({
    images,
    staged: new InMemoryStagedUploads(),
    signer: {
      sign: async (key, expiresAt) => ({
        method: 'POST',
        url: 'https://staging.example.net',
        fields: { key },
        maxBytes: 1000,
        expires: expiresAt.toISOString(),
      }),
    },
    tokens: new InMemoryTokens().add('token', { accountId: ACCOUNT }),
    clock: () => NOW,
    newId: () => ID,
    newNonce: () => NONCE,
    uploadBaseUrl: 'https://upload.example.net',
    defaultExpirySeconds: 1800,
    logger,
    metrics: {
      addMetric: (name, unit, value) => metrics.push(`${name} ${unit} ${value}`),
      publishStoredMetrics: () => metrics.push('published'),
    },
  });
  const send = async ({ headers, ...request }: Partial<ClientRequest> = {}) => {
    const response = await handler(
      controlEvent({
        routeKey: V2,
        pathParameters: { account_id: ACCOUNT },
        headers: { authorization: 'Bearer token', ...headers },
        ...request,
      }),
      lambdaContext(),
    );
    return { status: response.statusCode, headers: response.headers, body: JSON.parse(response.body ?? '') };
  };
  const sendJson = (value: unknown, routeKey = V2) =>
    send({ routeKey, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
  const sendForm = (fields: Record<string, string>) => {
    const form = multipart(Object.entries(fields).map(([name, value]) => ({ name, value })));
    return send({ headers: { 'content-type': form.contentType }, body: form.body });
  };
  const stored = () => [...images.records.values()].filter(isDraft);
  return { images, send, sendJson, sendForm, stored, metrics, logger };
};

describe('direct_upload', () => {
  it('answers with id, uploadURL, the presigned POST and an empty result_info', async () => {
    const { send } = setUp();

    const { status, body } = await send();

    const name = `${accountHash(ACCOUNT)}/${imageKey(ID)}.${NONCE}`;
    expect(status).toBe(200);
    expect(body).toEqual({
      result: {
        id: ID,
        uploadURL: `https://upload.example.net/${name}`,
        upload: {
          method: 'POST',
          url: 'https://staging.example.net',
          fields: { key: `staging/${name}` },
          maxBytes: 1000,
          expires: '2026-03-04T05:36:07.000Z',
        },
      },
      result_info: null,
      success: true,
      errors: [],
      messages: [],
    });
  });

  it('reads every field of a form', async () => {
    const { sendForm, stored } = setUp();

    await sendForm({
      id: 'a/b',
      expiry: '2026-03-04T06:06:07Z',
      creator: 'me',
      requireSignedURLs: 'false',
      'metadata[k]': 'v',
    });

    expect(stored()).toMatchObject([
      {
        id: 'a/b',
        expiresAtSeconds: NOW_SECONDS + 3600,
        creator: 'me',
        requireSignedURLs: false,
        meta: { k: 'v' },
      },
    ]);
  });

  it('reads every field of JSON', async () => {
    const { sendJson, stored } = setUp();

    await sendJson({ requireSignedURLs: true, metadata: { k: 1 }, expiry: '2026-03-04T06:06:07Z' });

    expect(stored()).toMatchObject([
      { id: ID, expiresAtSeconds: NOW_SECONDS + 3600, requireSignedURLs: true, meta: { k: 1 } },
    ]);
  });

  it('takes null in JSON for absence', async () => {
    const { sendJson, stored } = setUp();

    await sendJson({ id: null, expiry: null, metadata: null, requireSignedURLs: null, creator: null });

    expect(stored()).toMatchObject([
      { id: ID, requireSignedURLs: false, expiresAtSeconds: NOW_SECONDS + 1800 },
    ]);
  });

  it.each([
    [{ id: 'cat', requireSignedURLs: true }, 400, 5410],
    [{ id: '../cat' }, 400, 5411],
    [{ expiry: 'soon' }, 400, 5400],
    [{ metadata: 'text' }, 400, 5400],
    [{ requireSignedURLs: 'maybe' }, 400, 5400],
  ])('refuses %j', async (value, status, code) => {
    const { sendJson, stored, metrics } = setUp();

    const response = await sendJson(value);

    expect(response).toMatchObject({ status, body: { result: null, success: false, errors: [{ code }] } });
    expect(stored()).toEqual([]);
    expect(metrics).toEqual([]);
  });

  it('refuses an id that is in use, so that SDKs do not retry', async () => {
    const { images, sendJson } = setUp();
    await images.createDraft(draftOf({ id: 'cat' }));

    await expect(sendJson({ id: 'cat' })).resolves.toMatchObject({
      status: 409,
      headers: { 'x-should-retry': 'false' },
      body: { errors: [{ code: 5409, message: 'Resource already exists' }] },
    });
  });

  it('counts the draft and names it in the log, without its secret URL', async () => {
    const { send, metrics, logger } = setUp();

    await send();

    expect(metrics).toEqual(['DraftsMinted Count 1', 'published']);
    expect(logger.lines).toMatchObject([{ imageId: ID, status: 200 }]);
    expect(JSON.stringify(logger.lines)).not.toContain(NONCE);
  });

  it('reads nothing but the expiry in version 1', async () => {
    const { sendJson, stored } = setUp();

    const response = await sendJson({ id: 'cat', creator: 'me', expiry: '2026-03-04T06:06:07Z' }, V1);

    expect(response).toMatchObject({ status: 200, body: { result: { id: ID }, result_info: null } });
    expect(stored()).toMatchObject([{ id: ID, expiresAtSeconds: NOW_SECONDS + 3600 }]);
    expect(stored()[0]).not.toHaveProperty('creator');
  });

  it.each<Record<string, unknown>>([
    { id: 7 },
    { creator: ['me'] },
    { metadata: 'no JSON' },
    { metadata: [] },
    { requireSignedURLs: 'perhaps' },
  ])('does not look at the rest in version 1: %j', async (rest) => {
    const { sendJson, stored } = setUp();

    const response = await sendJson({ ...rest, expiry: '2026-03-04T06:06:07Z' }, V1);

    expect(response).toMatchObject({ status: 200 });
    expect(stored()).toMatchObject([{ id: ID, expiresAtSeconds: NOW_SECONDS + 3600 }]);
  });

  it('accepts version 1 with a JSON type and no body, as legacy clients send it', async () => {
    const { send } = setUp();

    await expect(
      send({ routeKey: V1, headers: { 'content-type': 'application/json' } }),
    ).resolves.toMatchObject({
      status: 200,
    });
  });
});
