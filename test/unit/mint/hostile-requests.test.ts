import * as fc from 'fast-check';
import { createHandler } from '../../../lambdas/mint/handler';
import { BOUNDARY, controlEvent, lambdaContext, multipart } from '../../support/control/control-request';
import { ACCOUNT, NOW } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemoryStagedUploads } from '../../support/in-memory/in-memory-staged-uploads';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

const setUp = () => {
  let drafts = 0;
  const handler = createHandler({
    images: new InMemoryImages(),
    staged: new InMemoryStagedUploads(),
    signer: { sign: async () => ({ method: 'POST', url: 'u', fields: {}, maxBytes: 1, expires: 'e' }) },
    tokens: new InMemoryTokens().add('token', { accountId: ACCOUNT }),
    clock: () => NOW,
    newId: () => `generated-${drafts++}`,
    newNonce: () => 'BBBBBBBBBBBBBBBBBBBBBB',
    uploadBaseUrl: 'https://upload.example.net',
    defaultExpirySeconds: 1800,
    logger: new RecordingLogger(),
    metrics: { addMetric: () => undefined, publishStoredMetrics: () => undefined },
  });
  return async (contentType: string, body: string | Buffer) => {
    const event = controlEvent({
      routeKey: 'POST /client/v4/accounts/{account_id}/images/v2/direct_upload',
      pathParameters: { account_id: ACCOUNT },
      headers: { authorization: 'Bearer token', 'content-type': contentType },
      body,
    });
    const response = await handler(event, lambdaContext());
    return { status: response.statusCode ?? 0, envelope: JSON.parse(response.body ?? '') };
  };
};

/** Whatever comes in, the answer is a draft or a refusal with a reason: never a failure of ours. */
const expectAnswer = ({ status, envelope }: Awaited<ReturnType<ReturnType<typeof setUp>>>) => {
  expect([200, 400, 409]).toContain(status);
  expect(envelope.success).toBe(status === 200);
  expect(envelope.errors).toHaveLength(status === 200 ? 0 : 1);
};

const FIELD = fc.oneof(
  fc.constantFrom(
    'id',
    'expiry',
    'creator',
    'requireSignedURLs',
    'metadata',
    'file',
    '__proto__',
    'constructor',
  ),
  fc
    .array(fc.oneof(fc.string(), fc.constantFrom('[a]', '[]', '.b', '[__proto__]', '[', ']', '.')), {
      maxLength: 6,
    })
    .map((steps) => `metadata${steps.join('')}`),
);
const VALUE = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('true', 'keys', 'a/../b', '{"a":1}', '\u0000', '🐈'.repeat(600)),
);
const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  `multipart/form-data; boundary=${BOUNDARY}`,
  'multipart/form-data; boundary=""',
  'multipart/form-data; boundary',
  'text/plain',
  '',
  ';;;=',
];

describe('direct_upload under attack', () => {
  it('answers any bytes of any type', async () => {
    const send = setUp();
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TYPES),
        fc.oneof(bytes, fc.string(), fc.json()),
        async (type, body) => {
          expectAnswer(await send(type, body));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('answers any form', async () => {
    const send = setUp();
    const name = FIELD.map((field) => field.replace(/["\r\n]/g, ''));
    const part = fc.record({ name, value: VALUE }, { requiredKeys: ['name', 'value'] });

    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const form = multipart(parts);
        expectAnswer(await send(form.contentType, form.body));
        expectAnswer(
          await send(
            'application/x-www-form-urlencoded',
            new URLSearchParams(parts.map(({ name, value }): [string, string] => [name, value])).toString(),
          ),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('answers any JSON object', async () => {
    const send = setUp();
    const value = fc.oneof(VALUE, fc.jsonValue());

    await fc.assert(
      fc.asyncProperty(fc.dictionary(FIELD, value, { maxKeys: 6 }), async (fields) => {
        expectAnswer(await send('application/json', JSON.stringify(fields)));
      }),
      { numRuns: 200 },
    );
  });

  it('answers a form that is cut off anywhere', async () => {
    const send = setUp();
    const form = multipart([
      { name: 'creator', value: 'me' },
      { name: 'file', value: 'bytes', filename: 'a.png' },
      { name: 'metadata[a]', value: 'b' },
    ]);

    for (let length = 0; length <= form.body.length; length += 1) {
      expectAnswer(await send(form.contentType, form.body.subarray(0, length)));
    }
  });

  it('leaves every prototype alone', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object.keys(Array.prototype)).toEqual([]);
  });
});
