import { tooManyRequests } from '../../../lambdas/core/errors';
import type { SettingsRepository } from '../../../lambdas/core/ports';
import { DEFAULT_SETTINGS } from '../../../lambdas/core/settings';
import { createHandler } from '../../../lambdas/manage/handler';
import { controlEvent, lambdaContext } from '../../support/control/control-request';
import { ACCOUNT, draftOf, NOW, publishedOf } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemorySettings } from '../../support/in-memory/in-memory-settings';
import { InMemorySigningKeys } from '../../support/in-memory/in-memory-signing-keys';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';
import { InMemoryWebhooks } from '../../support/in-memory/in-memory-webhooks';
import { RecordingDeliveryCache } from '../../support/in-memory/recording-delivery-cache';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

const setUp = (settings: SettingsRepository = { get: async () => DEFAULT_SETTINGS }) => {
  const images = new InMemoryImages();
  const removed: string[] = [];
  const handler = createHandler({
    images,
    staged: {
      exists: async () => false,
      remove: async (key) => {
        removed.push(key.split('/', 1).join());
      },
    },
    objects: {
      removeAll: async () => {
        removed.push('images');
      },
    },
    tokens: new InMemoryTokens()
      .add('token', { accountId: ACCOUNT })
      .add('reader', { accountId: ACCOUNT, permissions: 'read' }),
    clock: () => NOW,
    settings,
    deliveryBaseUrl: 'https://img.example.net',
    editor: new InMemorySettings(),
    cache: new RecordingDeliveryCache(),
    signingKeys: new InMemorySigningKeys(),
    newSigningKey: () => 'secret',
    webhooks: new InMemoryWebhooks(),
    newWebhookId: () => 'webhook-id',
    webhookHosts: { exempt: new Set(), isPublicAddress: () => true },
    batchTokens: { add: async () => undefined },
    newToken: () => 'batch',
    logger: new RecordingLogger(),
  });
  const send = async (
    method: string,
    id: string,
    token: string,
    contentType: string,
    body?: string | Buffer,
  ) => {
    const response = await handler(
      controlEvent({
        routeKey: `${method} /client/v4/accounts/{account_id}/images/v1/{image_id+}`,
        pathParameters: { account_id: ACCOUNT, image_id: id },
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        ...(body === undefined ? {} : { body }),
      }),
      lambdaContext(),
    );
    return { status: response.statusCode, body: JSON.parse(response.body ?? '') };
  };
  const remove = (id: string, token = 'token') => send('DELETE', id, token, 'application/json');
  const edit = (id: string, body: string | Buffer, contentType = 'application/json', token = 'token') =>
    send('PATCH', id, token, contentType, body);
  return { images, removed, remove, edit };
};

describe('DELETE images/v1/{image_id}', () => {
  it('deletes an image with everything stored for it', async () => {
    const { images, removed, remove } = setUp();
    const draft = draftOf({ id: 'a/b' });
    await images.createDraft(draft);
    await images.publish(draft, publishedOf(draft));

    const response = await remove('a/b');

    expect(response).toEqual({ status: 200, body: { result: {}, success: true, errors: [], messages: [] } });
    expect(images.records.size).toBe(0);
    expect(removed).toEqual(['images']);
  });

  it('cancels a draft', async () => {
    const { images, removed, remove } = setUp();
    await images.createDraft(draftOf({ id: 'cat' }));

    await expect(remove('cat')).resolves.toMatchObject({ status: 200, body: { result: {} } });

    expect(images.records.size).toBe(0);
    expect(removed).toEqual(['staging', 'images']);
  });

  it('does not find what is not there', async () => {
    const { remove } = setUp();

    await expect(remove('none')).resolves.toMatchObject({ status: 404, body: { errors: [{ code: 5404 }] } });
  });

  it('is refused to a token that may only read, and leaves the image', async () => {
    const { images, remove } = setUp();
    await images.createDraft(draftOf({ id: 'cat' }));

    await expect(remove('cat', 'reader')).resolves.toMatchObject({
      status: 403,
      body: { errors: [{ code: 10000 }] },
    });

    expect(images.records.size).toBe(1);
  });
});

describe('PATCH images/v1/{image_id}', () => {
  const withImage = async (id = 'cat', settings?: SettingsRepository) => {
    const world = setUp(settings);
    const draft = draftOf({ id, meta: { a: 1 }, creator: 'me' });
    await world.images.createDraft(draft);
    await world.images.publish(draft, publishedOf(draft));
    return world;
  };

  it('answers with the image as it is afterwards', async () => {
    const { edit } = await withImage();

    const { status, body } = await edit('cat', '{"metadata":{"b":2}}');

    expect(status).toBe(200);
    expect(body.result).toMatchObject({ id: 'cat', creator: 'me', meta: { b: 2 }, metadata: { b: 2 } });
    expect(body.result.variants[0]).toMatch(/^https:\/\/img\.example\.net\/.+\/cat\/public$/);
  });

  it('takes the multipart form that Terraform sends, with its whole model', async () => {
    const { edit } = await withImage();
    const fields = {
      id: 'cat',
      url: 'https://example.com/x.png',
      file: '',
      creator: 'you',
      metadata: '{"c":3}',
    };
    const parts = Object.entries(fields).map(
      ([name, value]) => `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );

    const { status, body } = await edit(
      'cat',
      Buffer.from(`${parts.join('')}--B--\r\n`),
      'multipart/form-data; boundary=B',
    );

    expect(status).toBe(200);
    expect(body.result).toMatchObject({ id: 'cat', creator: 'you', meta: { c: 3 } });
  });

  it.each([
    ['an empty object', '{}'],
    ['a null access flag', '{"requireSignedURLs":null}'],
  ])('changes nothing by %s', async (_what, text) => {
    const { edit } = await withImage();

    await expect(edit('cat', text)).resolves.toMatchObject({
      status: 200,
      body: { result: { creator: 'me', meta: { a: 1 }, requireSignedURLs: false } },
    });
  });

  it('changes nothing when it cannot answer', async () => {
    const { images, edit } = await withImage('cat', { get: () => Promise.reject(tooManyRequests()) });

    const { status } = await edit('cat', '{"creator":"you"}');

    expect(status).toBe(429);
    expect([...images.records.values()]).toMatchObject([{ creator: 'me' }]);
  });

  it('needs a token that may edit', async () => {
    const { edit } = await withImage();

    await expect(edit('cat', '{"creator":"x"}', 'application/json', 'reader')).resolves.toMatchObject({
      status: 403,
    });
  });

  it('refuses to make an image with a custom id private', async () => {
    const { edit } = await withImage();

    await expect(edit('cat', '{"requireSignedURLs":true}')).resolves.toMatchObject({
      status: 400,
      body: { errors: [{ code: 5410 }] },
    });
  });
});
