import path from 'node:path';
import { photograph } from '../support/files/fixture';
import { runProgram } from '../support/run-program';
import { freePorts } from '../support/service/free-ports';
import { deliver, publish, variantUrl } from './client/deliver';
import { deployment } from './client/deployment';

const ROOT = path.join(__dirname, '../..');

/** `npm run sign`, as a user would run it with these variables. */
const runSign = async (env: Readonly<Record<string, string>>, ...args: string[]): Promise<string> => {
  const { stdout } = await runProgram(process.execPath, ['--import', 'tsx', 'bin/sign.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
  });
  return stdout.trim();
};

const ENVIRONMENT = {
  BASE_URL: deployment.baseUrl,
  ACCOUNT_ID: deployment.owner.accountId,
  API_TOKEN: deployment.owner.apiToken,
};

/** `npm run sign` against this deployment. */
const signCommand = (...args: string[]): Promise<string> => runSign(ENVIRONMENT, ...args);

describe('npm run sign', () => {
  test('prints a URL that shows a private picture', async () => {
    const image = await publish(
      { bytes: photograph('photo.jpg'), name: 'photo.jpg' },
      { requireSignedURLs: 'true' },
    );
    const url = variantUrl(image, 'public');

    const signed = await signCommand(url, '--expires', '5m');

    expect((await deliver(url)).status).toBe(403);
    expect((await deliver(signed)).status).toBe(200);
  });

  test('refuses what is no URL, with the usage', async () => {
    await expect(signCommand('nonsense')).rejects.toMatchObject({
      stderr: expect.stringContaining('Usage: npm run sign'),
    });
  });

  test('says in one line that nothing answers, and what to do', async () => {
    const [port = 0] = await freePorts(1);
    const BASE_URL = `http://127.0.0.1:${port}/client/v4`;

    await expect(runSign({ ...ENVIRONMENT, BASE_URL }, 'https://images.example/a/b/c')).rejects.toMatchObject(
      {
        stderr: expect.stringMatching(
          /^http:\S+ does not answer \(connect ECONNREFUSED \S+\): .*npm start.*\n$/,
        ),
      },
    );
  });

  test('says in one line that the token is not good', async () => {
    const env = { ...ENVIRONMENT, API_TOKEN: 'nobody' };

    await expect(runSign(env, 'https://images.example/a/b/c')).rejects.toMatchObject({
      stderr: expect.stringMatching(/^The keys of account \S+ were refused \(10000: .*API_TOKEN\n$/),
    });
  });
});
