import { refusal } from './client/answer';
import { call } from './client/api';
import { deployment } from './client/deployment';

interface Keys {
  readonly keys: { readonly name: string; readonly value: string }[];
}

const caller = deployment.settings;
const list = async () => (await call<Keys>('/v1/keys', { caller })).envelope().result.keys;
const put = (name: string) => call<Keys>(`/v1/keys/${name}`, { method: 'PUT', caller });
const remove = (name: string) => call<Keys>(`/v1/keys/${name}`, { method: 'DELETE', caller });
const names = (keys: Keys['keys']) => keys.map(({ name }) => name);
const unique = () =>
  `k${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`.slice(0, 20);

describe('Signing keys', () => {
  test('begin with one that is called default', async () => {
    expect(names(await list())).toContain('default');
  });

  test('are made with a value of their own, kept when asked for again, and deleted', async () => {
    const name = unique();

    const made = (await put(name)).envelope().result.keys.find((key) => key.name === name);
    const again = (await put(name)).envelope().result.keys.find((key) => key.name === name);
    const left = (await remove(name)).envelope().result.keys;

    expect(made?.value).toMatch(/^.{32,}$/);
    expect(again).toEqual(made);
    expect(names(left)).not.toContain(name);
    expect(names(left)).toEqual(names(await list()));
  });

  test.each(['has-a-dash!', 'k'.repeat(21), 'a%20b'])(
    'have plain names of at most 20 letters: %s',
    async (name) => {
      expect(refusal(await put(name))).toEqual({ status: 400, code: 5400 });
    },
  );

  test('that are not there cannot be deleted', async () => {
    expect(refusal(await remove('nosuchkey'))).toEqual({ status: 404, code: 5404 });
  });
});
