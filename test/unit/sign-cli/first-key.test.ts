import { OperatorError } from '../../../bin/errors';
import { firstKey } from '../../../bin/sign/first-key';

const access = { baseUrl: 'https://api.example/client/v4', accountId: 'my app', apiToken: 'secret' };
const fetched = jest.spyOn(globalThis, 'fetch');

const answer = (status: number, body: unknown) =>
  fetched.mockResolvedValue(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));

const failure = (): Promise<unknown> => firstKey(access).catch((error: unknown) => error);

afterAll(() => fetched.mockRestore());

describe('The key that signs', () => {
  it('is the first of the account', async () => {
    answer(200, { result: { keys: [{ name: 'default', value: 'first' }, { value: 'second' }] }, errors: [] });

    const key = await firstKey(access);

    expect(key).toBe('first');
    expect(fetched).toHaveBeenLastCalledWith(
      'https://api.example/client/v4/accounts/my%20app/images/v1/keys',
      {
        headers: { authorization: 'Bearer secret' },
      },
    );
  });

  it('is not had when the API refuses: its code and message are told, and what to check', async () => {
    answer(401, { result: null, errors: [{ code: 10000, message: 'Authentication error' }] });

    const error = await failure();

    expect(error).toEqual(
      new OperatorError(
        'The keys of account my app were refused (10000: Authentication error): check ACCOUNT_ID and API_TOKEN',
      ),
    );
  });

  it.each([
    [403, '{"message":"Forbidden"}'],
    [200, '<!doctype html>'],
    [502, ''],
    [200, '{"result":{"keys":[]},"errors":[]}'],
  ])('is not had from what is no control API: %i %s', async (status, body) => {
    answer(status, body);

    const error = await failure();

    expect(error).toBeInstanceOf(OperatorError);
    expect(String(error)).toMatch(
      `https://api.example/client/v4 answered ${status}, and not as a control API does`,
    );
  });

  it.each([
    [new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }), 'connect ECONNREFUSED'],
    [
      new TypeError('fetch failed', {
        cause: Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
      }),
      'ECONNREFUSED',
    ],
    [new TypeError('Failed to parse URL'), 'Failed to parse URL'],
  ])('is not had when nothing answers: %s', async (cause, reason) => {
    fetched.mockRejectedValue(cause);

    const error = await failure();

    expect(error).toBeInstanceOf(OperatorError);
    expect(String(error)).toContain(
      `https://api.example/client/v4 does not answer (${reason}): start the local service with npm start`,
    );
  });
});
