import { errorMessage, refusal } from './client/answer';
import { testWith } from './client/capability';
import { deployment } from './client/deployment';
import { callWebhooks, createWebhook, deleteWebhook, getWebhook, type Webhook } from './client/webhooks';

/** Not to be reached (RFC 6761): other files upload to the account meanwhile, and its events are sent there. */
const FIELDS = { name: 'backend', url: 'https://hooks.invalid/images', secret: 'acceptance secret' };
const made: string[] = [];

const create = async (fields: Readonly<Record<string, unknown>> = FIELDS): Promise<string> => {
  const id = await createWebhook(fields);
  made.push(id);
  return id;
};

afterEach(async () => {
  for (const id of made.splice(0)) await deleteWebhook(id);
});

describe('A webhook', () => {
  test('is created with an id of 32 hex digits, shown, listed, changed and deleted', async () => {
    const id = await create();

    const shown = await getWebhook(id);
    const listed = (await callWebhooks<Webhook[]>()).envelope().result;
    const changed = await callWebhooks({
      method: 'PUT',
      id,
      fields: { ...FIELDS, name: 'renamed', url: 'https://hooks.invalid/other' },
    });
    const afterwards = await getWebhook(id);
    const deleted = await deleteWebhook(id);

    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(shown).toEqual({
      id,
      name: FIELDS.name,
      url: FIELDS.url,
      type: 'generic',
      created_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
    });
    expect(listed).toContainEqual(shown);
    expect(changed.envelope().result).toEqual({ id });
    expect(afterwards).toEqual({ ...shown, name: 'renamed', url: 'https://hooks.invalid/other' });
    expect([deleted.status, deleted.envelope().success]).toEqual([200, true]);
    expect(refusal(await callWebhooks({ id }))).toEqual({ status: 404, code: 5404 });
  });

  test('never shows its secret', async () => {
    const id = await create();

    const answers = [
      await callWebhooks({ id }),
      await callWebhooks(),
      await callWebhooks({ method: 'PUT', id, fields: FIELDS }),
    ];

    for (const { text } of answers) expect(text).not.toContain(FIELDS.secret);
  });

  test('goes nowhere else without its secret being sent again', async () => {
    const id = await create();
    const before = await getWebhook(id);
    const attacked = { name: FIELDS.name, url: 'https://attacker.example.com/' };

    const refused = await callWebhooks({ method: 'PUT', id, fields: attacked });
    const afterwards = await getWebhook(id);
    const without = await callWebhooks({ method: 'PUT', id, fields: { ...attacked, secret: '' } });

    expect(refusal(refused)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(refused)).toContain('send the secret again, or an empty one');
    expect(afterwards).toEqual(before);
    expect(without.envelope().result).toEqual({ id });
    expect(await getWebhook(id)).toEqual({ ...before, url: attacked.url });
  });

  test.each([
    [{ ...FIELDS, name: undefined }, 'name must be a string'],
    [{ ...FIELDS, name: 'n'.repeat(256) }, 'name must be 1 to 255 characters'],
    [{ ...FIELDS, url: undefined }, 'url must be a string'],
    [{ ...FIELDS, url: 'hooks.example.com' }, 'url must be a valid URL'],
    [{ ...FIELDS, url: 'http://hooks.example.com/' }, 'url must start with https://'],
    [{ ...FIELDS, url: 'http://169.254.169.254/latest/meta-data/' }, 'url must start with https://'],
    [{ ...FIELDS, url: 'https://ada:pass@hooks.example.com/' }, 'url must not hold a user name'],
    [{ ...FIELDS, secret: 'line\nbreak' }, 'secret must be at most 512 printable ASCII characters'],
    [{ ...FIELDS, secret: 'whsec_abc' }, 'after whsec_ there must be 24 to 64 bytes'],
  ])('is refused as %j', async (fields, message) => {
    const answer = await callWebhooks({ method: 'POST', fields });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(answer)).toContain(message);
  });

  test('that is not there cannot be changed or deleted', async () => {
    const id = '0'.repeat(32);

    expect(refusal(await callWebhooks({ method: 'PUT', id, fields: FIELDS }))).toEqual({
      status: 404,
      code: 5404,
    });
    expect(refusal(await deleteWebhook(id))).toEqual({ status: 404, code: 5404 });
  });

  testWith('a second account', deployment.stranger !== undefined, 'is its account’s own', async () => {
    const id = await create();
    const { stranger } = deployment;

    const seen = await callWebhooks({ id, ...(stranger && { caller: stranger }) });

    expect(refusal(seen)).toEqual({ status: 404, code: 5404 });
    expect(await getWebhook(id)).toMatchObject({ id });
  });

  testWith(
    'a token that may only read',
    deployment.reader !== undefined,
    'is made and changed with the permission to edit only',
    async () => {
      const caller = deployment.reader ?? deployment.owner;

      const listed = await callWebhooks({ caller });
      const refused = await callWebhooks({ method: 'POST', fields: FIELDS, caller });

      expect(listed.status).toBe(200);
      expect(refusal(refused)).toEqual({ status: 403, code: 10000 });
    },
  );

  testWith(
    'an account that nobody else uses',
    deployment.stranger !== undefined,
    'is one of ten at most',
    async () => {
      const caller = deployment.stranger ?? deployment.owner;
      const ids: string[] = [];
      try {
        for (let count = 0; count < 10; count += 1) ids.push(await createWebhook(FIELDS, caller));

        const eleventh = await callWebhooks({ method: 'POST', fields: FIELDS, caller });

        expect(refusal(eleventh)).toEqual({ status: 400, code: 5400 });
        expect(errorMessage(eleventh)).toBe('An account can have at most 10 webhooks');
      } finally {
        for (const id of ids) await deleteWebhook(id, caller);
      }
    },
  );
});
