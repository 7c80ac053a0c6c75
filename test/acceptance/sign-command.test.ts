import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { photograph } from '../support/files/fixture';
import { deliver, publish, variantUrl } from './client/deliver';
import { deployment } from './client/deployment';

const ROOT = path.join(__dirname, '../..');
const run = promisify(execFile);

/** `npm run sign`, as a user would run it against this deployment. */
const signCommand = async (...args: string[]): Promise<string> => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'bin/sign.ts', ...args], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      BASE_URL: deployment.baseUrl,
      ACCOUNT_ID: deployment.owner.accountId,
      API_TOKEN: deployment.owner.apiToken,
    },
  });
  return stdout.trim();
};

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
});
