import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { createHandler } from '../../../lambdas/authorize-upload/handler';
import { accountHash } from '../../../lambdas/core/account';
import { imageKey, publishedKey, uploadObjectName } from '../../../lambdas/core/keys';
import { DEFAULT_SETTINGS } from '../../../lambdas/core/settings';
import type { Variant } from '../../../lambdas/core/variant';
import { ACCOUNT, draftOf, publishedOf, secondsLater, unsentEventOf } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

const METHOD_ARN = 'arn:aws:execute-api:eu-west-1:111111111111:api123/upload/POST';
const HASH = accountHash(ACCOUNT);

const eventFor = (object: string, headers: Record<string, string> = {}, hash = HASH) =>
  ({
    type: 'REQUEST',
    methodArn: `${METHOD_ARN}/${hash}/${object}`,
    headers,
    pathParameters: { account_hash: hash, object },
  }) as unknown as APIGatewayRequestAuthorizerEvent;

const setUp = async (
  draft = draftOf({ creator: 'ann', meta: { name: 'cat' } }),
  variants: readonly Variant[] = DEFAULT_SETTINGS.variants,
) => {
  const images = new InMemoryImages();
  await images.createDraft(draft);
  const logger = new RecordingLogger();
  const now = { seconds: 60 };
  const handler = createHandler({
    images,
    settings: { get: async () => ({ ...DEFAULT_SETTINGS, variants }) },
    clock: () => secondsLater(now.seconds),
    deliveryBaseUrl: 'https://img.example.net',
    maxRequestBytes: 10_485_760,
    uploaderSeesMeta: true,
    logger,
  });
  const decide = (event: APIGatewayRequestAuthorizerEvent) =>
    handler(event, { awsRequestId: 'req-1' } as Context);
  return { images, draft, logger, now, decide, object: uploadObjectName(draft.id, draft.nonce) };
};

const expectRefusal = (context: unknown, status: string, code: string, message: string) =>
  expect(context).toEqual({ prefix: 'refused', image: 'null', status, code, message });

describe('the upload authorizer', () => {
  it('lets the upload of a live draft into the staging prefix and describes its image', async () => {
    const { decide, object, draft } = await setUp();

    const { context, principalId } = await decide(eventFor(object));

    expect(context).toMatchObject({ prefix: 'staging', status: '200', code: '0', message: '' });
    expect(principalId).toBe(imageKey(draft.id));
    expect(JSON.parse(String(context?.['image']))).toEqual({
      id: draft.id,
      filename: null,
      uploaded: draft.uploaded,
      requireSignedURLs: false,
      requiredSignedURLs: false,
      draft: true,
      meta: { name: 'cat' },
      metadata: { name: 'cat' },
      variants: ['public', 'thumbnail'].map((id) => `https://img.example.net/${HASH}/${draft.id}/${id}`),
    });
  });

  it('does not show an end user the creator or why an earlier upload was refused', async () => {
    const { decide, object, images, draft } = await setUp();
    await images.recordRefusal(draft, { code: 5455, message: 'no' }, unsentEventOf('aa'));

    const { context } = await decide(eventFor(object));

    expect(context?.['prefix']).toBe('staging');
    expect(context?.['image']).not.toMatch(/creator|ann|uploadError/);
  });

  it('allows the whole stage, so that the policy is short and holds no secret', async () => {
    const { decide, object, draft } = await setUp();

    const answer = await decide(eventFor(object));

    expect(answer.policyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'execute-api:Invoke',
        Resource: 'arn:aws:execute-api:eu-west-1:111111111111:api123/upload/*',
      },
    ]);
    expect(JSON.stringify(answer)).not.toContain(draft.nonce);
  });

  it('refuses an unknown id, a forged nonce and every path that is not exactly an upload URL', async () => {
    const { decide, object, draft } = await setUp();
    const hostile = [
      uploadObjectName('another', draft.nonce),
      uploadObjectName(draft.id, 'BBBBBBBBBBBBBBBBBBBBBB'),
      `${object}%2F..`,
      `../${object}`,
      `${object}/x`,
      `${object}\n`,
      `${object.slice(0, 43)}%2E${draft.nonce}`,
      object.toLowerCase().replace('.', '..'),
      '',
    ];

    const contexts = await Promise.all(hostile.map(async (path) => (await decide(eventFor(path))).context));
    const otherAccount = await decide(eventFor(object, {}, accountHash('account-2')));

    for (const context of contexts) expectRefusal(context, '404', '5404', 'Image not found');
    expectRefusal(otherAccount.context, '404', '5404', 'Image not found');
  });

  it('refuses a request without path parameters', async () => {
    const { decide } = await setUp();

    const { context } = await decide({ ...eventFor(''), pathParameters: null });

    expectRefusal(context, '404', '5404', 'Image not found');
  });

  it('refuses an expired URL', async () => {
    const { decide, object, now } = await setUp();
    now.seconds = 1800;

    const { context } = await decide(eventFor(object));

    expectRefusal(context, '400', '5400', 'The upload URL has expired');
  });

  it('refuses the second use once the first is published', async () => {
    const { decide, object, images, draft } = await setUp();
    const target = { accountHash: HASH, imageKey: imageKey(draft.id), nonce: draft.nonce };
    await images.publish(draft, publishedOf(draft, { objectKey: publishedKey(target, 'ab'.repeat(32)) }));

    const { context } = await decide(eventFor(object));

    expectRefusal(context, '409', '5409', 'Resource already exists');
  });

  it.each(['Content-Length', 'content-length', 'CONTENT-LENGTH'])(
    'refuses too large a body by %s',
    async (name) => {
      const { decide, object } = await setUp();

      const tooLarge = await decide(eventFor(object, { [name]: '10485761' }));
      const largest = await decide(eventFor(object, { [name]: '10485760' }));

      expect(tooLarge.context).toMatchObject({ prefix: 'refused', status: '413', code: '7011' });
      expect(largest.context).toMatchObject({ prefix: 'staging' });
    },
  );

  it.each(['', '-1', '1e9', '12 ', '0x10'])(
    'takes the length %j for none, as the gateway limits it',
    async (length) => {
      const { decide, object } = await setUp();

      const { context } = await decide(eventFor(object, { 'Content-Length': length }));

      expect(context).toMatchObject({ prefix: 'staging' });
    },
  );

  it('throws when the table cannot be read, so that nothing is allowed by mistake', async () => {
    const { images, object, logger } = await setUp();
    const handler = createHandler({
      images: { find: () => Promise.reject(new Error('table')) },
      settings: { get: async () => DEFAULT_SETTINGS },
      clock: () => secondsLater(0),
      deliveryBaseUrl: 'https://img.example.net',
      maxRequestBytes: 1,
      uploaderSeesMeta: true,
      logger,
    });

    await expect(handler(eventFor(object), { awsRequestId: 'req-1' } as Context)).rejects.toThrow('table');

    expect(images.records.size).toBe(1);
    expect(logger.lines.at(-1)).toMatchObject({ level: 'error', imageKey: object.slice(0, 43) });
  });

  it('logs what it decided without the secret', async () => {
    const { decide, object, logger, draft } = await setUp();

    await decide(eventFor(object));
    await decide(eventFor(uploadObjectName(draft.id, 'BBBBBBBBBBBBBBBBBBBBBB')));

    expect(logger.lines).toMatchObject([
      { requestId: 'req-1', accountHash: HASH, imageKey: imageKey(draft.id), status: '200' },
      { requestId: 'req-1', accountHash: HASH, imageKey: imageKey(draft.id), status: '404', code: '5404' },
    ]);
    expect(JSON.stringify(logger.lines)).not.toMatch(new RegExp(`${draft.nonce}|BBBBBBBBBBBBBBBBBBBBBB`));
  });
});

describe('the image in the context', () => {
  const manyVariants = Array.from({ length: 100 }, (_, index) => ({
    ...DEFAULT_SETTINGS.variants[0],
    id: `variant-${index}`,
  })) as Variant[];

  const imageOf = async (draft: ReturnType<typeof draftOf>) => {
    const { decide, object } = await setUp(draft, manyVariants);
    const { context } = await decide(eventFor(object));
    return String(context?.['image']);
  };

  it('is cut to 6 KB by dropping variants from the end', async () => {
    const image = await imageOf(draftOf({ id: 'a/custom/id' }));

    const { variants } = JSON.parse(image);
    expect(Buffer.byteLength(image)).toBeLessThanOrEqual(6144);
    expect(variants.length).toBeGreaterThan(40);
    expect(variants.length).toBeLessThan(100);
    expect(variants[0]).toContain('/variant-0');
  });

  it('keeps id and metadata even when they are as long as they can be', async () => {
    const id = '猫'.repeat(1024);
    const meta = { text: 'x'.repeat(1012) };

    const image = await imageOf(draftOf({ id, meta }));

    expect(Buffer.byteLength(image)).toBeLessThanOrEqual(6144);
    expect(JSON.parse(image)).toMatchObject({ id, meta, variants: [], draft: true });
  });
});
