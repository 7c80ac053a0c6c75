import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { photographPath } from '../support/files/fixture';
import { jpegOfBytes } from '../support/files/hostile-files';
import { runProgram } from '../support/run-program';
import { deployment } from './client/deployment';
import { getImage, published } from './client/images';

const EXAMPLES = path.join(__dirname, '../../examples');

const runExample = async (program: string, name: string, ...args: string[]): Promise<string> => {
  const { stdout } = await runProgram(program, [path.join(EXAMPLES, name), ...args], {
    env: {
      PATH: process.env['PATH'],
      BASE_URL: deployment.baseUrl,
      ACCOUNT_ID: deployment.owner.accountId,
      API_TOKEN: deployment.owner.apiToken,
    },
  });
  return stdout;
};

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const idIn = (output: string): string => UUID.exec(output)?.[0] ?? '';

describe('The examples', () => {
  test('mint and upload with curl', async () => {
    const output = await runExample('sh', 'mint.sh', photographPath('photo.jpg'));

    expect(await published(idIn(output))).toMatchObject({ filename: 'photo.jpg', meta: { source: 'curl' } });
  });

  test('mint with fetch', async () => {
    const output = await runExample(process.execPath, 'mint-with-fetch.mjs');

    expect((await getImage(idIn(output))).envelope().result).toMatchObject({
      draft: true,
      meta: { source: 'fetch' },
    });
  });

  test('mint with the official client', async () => {
    const output = await runExample(process.execPath, 'mint-with-cloudflare.mjs');

    expect((await getImage(idIn(output))).envelope().result).toMatchObject({
      draft: true,
      meta: { source: 'cloudflare' },
    });
  });

  test('upload with fetch and wait for the image', async () => {
    const output = await runExample(process.execPath, 'upload-with-fetch.mjs', photographPath('photo.jpg'));

    expect(output).toContain("filename: 'photo.jpg'");
    expect(await published(idIn(output))).toMatchObject({ filename: 'photo.jpg' });
  });

  test('send what is too large for the one-time URL to S3', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'examples-'));
    const large = path.join(folder, 'large.jpg');
    await writeFile(large, jpegOfBytes(11_000_000));

    const output = await runExample(process.execPath, 'upload-with-fetch.mjs', large);

    expect(await published(idIn(output))).toMatchObject({ filename: 'large.jpg' });
    await rm(folder, { recursive: true });
  });
});
