import type { ServerResponse } from 'node:http';
import { photograph } from '../support/files/fixture';
import { textFile } from '../support/files/hostile-files';
import { WEBHOOK_PORTS } from '../support/service/fetchable-ports';
import {
  isAuthentic,
  type ReceivedWebhook,
  startWebhookReceiver,
  type WebhookReceiver,
} from '../support/webhooks';
import { testWith } from './client/capability';
import { deployment } from './client/deployment';
import { mint, published } from './client/images';
import { postForm } from './client/upload';
import { callWebhooks, createWebhook, deleteWebhook, delivered, getWebhook } from './client/webhooks';

const isLocal = deployment.localDataDir !== undefined;
const localTest = (title: string, body: () => Promise<void>) =>
  testWith('the local service', isLocal, title, body);

/** Not the owner's: other tests upload there. */
const caller = deployment.settings;
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
/** Statuses that the receiver answers the next webhooks about an image with. */
const statuses = new Map<string, number[]>();

interface Body {
  readonly name: string;
  readonly account_id: string;
  readonly policy_id: string;
  readonly data: { readonly event: string; readonly image: { readonly id: string } };
}

const bodyOf = ({ body }: ReceivedWebhook): Body => JSON.parse(body) as Body;
const about = (imageId: string, webhookId: string) => (webhook: ReceivedWebhook) => {
  const { data, policy_id } = bodyOf(webhook);
  return data.image.id === imageId && policy_id === webhookId;
};

const answer = (response: ServerResponse, webhook: ReceivedWebhook) => {
  const [status = 200] = statuses.get(bodyOf(webhook).data.image.id)?.splice(0, 1) ?? [];
  response.writeHead(status).end();
};

let receiver: WebhookReceiver;
const made: string[] = [];

beforeAll(async () => {
  if (isLocal) receiver = await startWebhookReceiver(WEBHOOK_PORTS, answer);
});

afterEach(async () => {
  for (const id of made.splice(0)) await deleteWebhook(id);
});

afterAll(() => receiver?.close());

const create = async (secret?: string): Promise<string> => {
  const id = await createWebhook({ name: 'acceptance', url: receiver.url, ...(secret && { secret }) });
  made.push(id);
  return id;
};

const upload = async (bytes: Buffer, fields: Record<string, string> = {}): Promise<string> => {
  const link = await mint(fields, caller);
  await postForm(link.uploadURL, { bytes, name: 'cat.jpg' });
  return link.id;
};

describe('A webhook', () => {
  localTest('tells of an upload once, signed, with the image as the API shows it', async () => {
    const webhookId = await create(SECRET);

    const id = await upload(photograph('photo.jpg'), { metadata: '{"user":"42"}', creator: 'ada' });
    const [webhook] = await receiver.waitFor(about(id, webhookId));

    const image = await published(id, caller);
    expect(webhook && isAuthentic(webhook, SECRET)).toBe(true);
    expect(webhook).toMatchObject({
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'cf-webhook-auth': SECRET,
        'webhook-id': expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(webhook && bodyOf(webhook)).toEqual({
      name: 'acceptance',
      text: `Image ${id} was uploaded.`,
      ts: expect.any(Number),
      account_id: caller.accountId,
      policy_id: webhookId,
      policy_name: 'images',
      alert_type: 'image_notification',
      alert_correlation_id: webhook?.headers['webhook-id'],
      alert_event: 'ALERT_STATE_EVENT_START',
      data: {
        event: 'image.uploaded',
        image: {
          id,
          filename: 'cat.jpg',
          meta: { user: '42' },
          creator: 'ada',
          requireSignedURLs: false,
          uploaded: image.uploaded,
          variants: image.variants,
        },
      },
    });
    expect(receiver.received.filter(about(id, webhookId))).toHaveLength(1);
    expect(await delivered(webhookId)).toMatchObject({ last_success: expect.stringMatching(/Z$/) });
  });

  localTest('tells why an upload was refused', async () => {
    const webhookId = await create(SECRET);

    const id = await upload(textFile());
    const [webhook] = await receiver.waitFor(about(id, webhookId));

    expect(webhook && isAuthentic(webhook, SECRET)).toBe(true);
    expect(webhook && bodyOf(webhook)).toMatchObject({
      text: expect.stringContaining(`An upload of image ${id} failed: `),
      data: {
        event: 'image.upload_failed',
        image: { id, filename: null },
        error: { code: 5455, message: expect.stringContaining('Uploaded image must have') },
      },
    });
  });

  localTest('is tried again until it is answered with 2xx, under the same id', async () => {
    const webhookId = await create(SECRET);
    const link = await mint({}, caller);
    statuses.set(link.id, [500, 302]);

    await postForm(link.uploadURL, { bytes: photograph('photo.jpg') });
    const attempts = await receiver.waitFor(about(link.id, webhookId), 3);

    expect(new Set(attempts.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(attempts.map(({ body }) => body)).size).toBe(1);
    expect(attempts.every((attempt) => isAuthentic(attempt, SECRET))).toBe(true);
    expect(await getWebhook(webhookId)).toMatchObject({ last_failure: expect.stringMatching(/Z$/) });
  });

  localTest('without a secret is not signed, and each of several destinations is told', async () => {
    const [open, secret] = [await create(), await create('plain text secret')];

    const id = await upload(photograph('photo.jpg'));
    const [[unsigned], [signed]] = [
      await receiver.waitFor(about(id, open)),
      await receiver.waitFor(about(id, secret)),
    ];

    expect(unsigned?.headers).not.toHaveProperty('cf-webhook-auth');
    expect(unsigned?.headers).not.toHaveProperty('webhook-signature');
    expect(signed && isAuthentic(signed, 'plain text secret')).toBe(true);
    expect(signed?.headers['cf-webhook-auth']).toBe('plain text secret');
  });

  localTest('is told nothing more once it is deleted, and signs with the secret it has by then', async () => {
    const [deleted, changed] = [await create(SECRET), await create(SECRET)];
    await deleteWebhook(deleted);
    const fields = { name: 'acceptance', url: receiver.url, secret: 'the new one' };
    await callWebhooks({ method: 'PUT', id: changed, fields });

    const id = await upload(photograph('photo.jpg'));
    const [webhook] = await receiver.waitFor(about(id, changed));

    expect(webhook && isAuthentic(webhook, 'the new one')).toBe(true);
    expect(receiver.received.filter(about(id, deleted))).toEqual([]);
  });
});
