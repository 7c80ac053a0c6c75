import type { RequestBody } from '../../../lambdas/http/request-body';
import { readNewWebhook, readWebhookChange } from '../../../lambdas/http/webhook-fields';

const FIELDS = { name: 'backend', url: 'https://hooks.example/images' };
const KEY = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const json = (value: Record<string, unknown>): RequestBody => ({ kind: 'json', value });

describe('a new webhook', () => {
  it('is read with all its fields, and without those that nobody knows', () => {
    expect(readNewWebhook(json({ ...FIELDS, secret: KEY, type: 'slack' }))).toEqual({
      ...FIELDS,
      secret: KEY,
    });
  });

  it.each([undefined, null, ''])('has no secret when it is %p', (secret) => {
    expect(readNewWebhook(json({ ...FIELDS, secret }))).toEqual(FIELDS);
  });

  it.each(['s', 'with spaces and ~!', 'x'.repeat(512)])('takes the secret %s', (secret) => {
    expect(readNewWebhook(json({ ...FIELDS, secret }))).toEqual({ ...FIELDS, secret });
  });

  it.each([
    [{ url: FIELDS.url }, 'name must be a string'],
    [{ ...FIELDS, name: '' }, 'name must be 1 to 255 characters'],
    [{ ...FIELDS, name: 'n'.repeat(256) }, 'name must be 1 to 255 characters'],
    [{ name: FIELDS.name }, 'url must be a string'],
    [{ ...FIELDS, url: 7 }, 'url must be a string'],
    [{ ...FIELDS, url: `https://a.example/${'x'.repeat(2048)}` }, 'url must be 1 to 2048 characters'],
    [{ ...FIELDS, secret: 7 }, 'secret must be a string'],
    [{ ...FIELDS, secret: 'x'.repeat(513) }, 'secret must be at most 512 printable ASCII characters'],
    [{ ...FIELDS, secret: ' x' }, 'secret must be at most 512 printable ASCII characters'],
    [{ ...FIELDS, secret: 'x\r\nx-injected: 1' }, 'secret must be at most 512 printable ASCII characters'],
    [{ ...FIELDS, secret: 'é' }, 'secret must be at most 512 printable ASCII characters'],
    [{ ...FIELDS, secret: 'whsec_short' }, 'secret: after whsec_ there must be 24 to 64 bytes in base64'],
    [{}, 'name must be a string; url must be a string'],
  ])('is refused as %j', (value, message) => {
    expect(() => readNewWebhook(json(value))).toThrow(
      expect.objectContaining({ code: 'invalid-request', message: expect.stringContaining(message) }),
    );
  });

  it('must come as a JSON object', () => {
    expect(() => readNewWebhook({ kind: 'form', fields: [], files: [] })).toThrow(
      expect.objectContaining({ code: 'invalid-request', message: 'The body must be a JSON object' }),
    );
  });
});

describe('a change of a webhook', () => {
  it('says nothing of a secret that is absent', () => {
    expect(readWebhookChange(json(FIELDS))).toEqual(FIELDS);
  });

  it('replaces a secret', () => {
    expect(readWebhookChange(json({ ...FIELDS, secret: 'new' }))).toEqual({ ...FIELDS, secret: 'new' });
  });

  it.each([null, ''])('takes the secret away when it is %p', (secret) => {
    expect(readWebhookChange(json({ ...FIELDS, secret }))).toEqual({ ...FIELDS, secret: null });
  });
});
