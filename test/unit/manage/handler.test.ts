import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ControlEvent } from '../../../lambdas/http/control-event';
import { createHandler } from '../../../lambdas/manage/handler';
import { controlEvent, lambdaContext } from '../../support/control/control-request';
import { ACCOUNT, draftOf, NOW, publishedOf } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemorySettings } from '../../support/in-memory/in-memory-settings';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';
import { RecordingDeliveryCache } from '../../support/in-memory/recording-delivery-cache';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

const setUp = () => {
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
    editor: new InMemorySettings(),
    cache: new RecordingDeliveryCache(),
    newSigningKey: () => 'secret',
    logger: new RecordingLogger(),
  });
  const remove = async (id: string, token = 'token') => {
    const response = (await handler(
      controlEvent({
        routeKey: 'DELETE /client/v4/accounts/{account_id}/images/v1/{image_id+}',
        pathParameters: { account_id: ACCOUNT, image_id: id },
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      }) as ControlEvent,
      lambdaContext(),
    )) as APIGatewayProxyStructuredResultV2;
    return { status: response.statusCode, body: JSON.parse(response.body ?? '') };
  };
  return { images, removed, remove };
};

describe('DELETE images/v1/{image_id}', () => {
  it('deletes an image with everything stored for it', async () => {
    const { images, removed, remove } = setUp();
    const draft = draftOf({ id: 'a/b' });
    await images.createDraft(draft, NOW);
    await images.publish(draft, publishedOf(draft));

    const response = await remove('a/b');

    expect(response).toEqual({ status: 200, body: { result: {}, success: true, errors: [], messages: [] } });
    expect(images.records.size).toBe(0);
    expect(removed).toEqual(['images']);
  });

  it('cancels a draft', async () => {
    const { images, removed, remove } = setUp();
    await images.createDraft(draftOf({ id: 'cat' }), NOW);

    await expect(remove('cat')).resolves.toMatchObject({ status: 200, body: { result: {} } });

    expect(images.records.size).toBe(0);
    expect(removed).toEqual(['staging']);
  });

  it('does not find what is not there', async () => {
    const { remove } = setUp();

    await expect(remove('none')).resolves.toMatchObject({ status: 404, body: { errors: [{ code: 5404 }] } });
  });

  it('is refused to a token that may only read, and leaves the image', async () => {
    const { images, remove } = setUp();
    await images.createDraft(draftOf({ id: 'cat' }), NOW);

    await expect(remove('cat', 'reader')).resolves.toMatchObject({
      status: 403,
      body: { errors: [{ code: 10000 }] },
    });

    expect(images.records.size).toBe(1);
  });
});
