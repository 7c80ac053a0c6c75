// The whole way: mint, send the file as a browser does, wait until the draft is an image.
//   node examples/upload-with-fetch.mjs photo.jpg
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountId, apiToken, baseUrl } from './deployment.mjs';
import { mint } from './mint-with-fetch.mjs';

/** What the one-time URL takes, less some room for the form. API Gateway refuses more so that no page can read why. */
const MAX_FILE_BYTES = 10_400_000;

/** S3 tells of an upload within seconds, sometimes a minute. */
const MAX_WAIT_MILLISECONDS = 180_000;

const send = (url, fields, file) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return fetch(url, { method: 'POST', body: form });
};

/** The browser's part: the one-time URL is all it needs, and for larger files S3's form in the same answer. */
const upload = async (link, file) => {
  const isLarge = file.size > MAX_FILE_BYTES;
  const response = isLarge
    ? await send(link.upload.url, link.upload.fields, file)
    : await send(link.uploadURL, {}, file);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
};

/** The backend's part: the draft becomes an image, or says why the file was refused. */
const waitForImage = async (id) => {
  const deadline = Date.now() + MAX_WAIT_MILLISECONDS;
  while (Date.now() < deadline) {
    const response = await fetch(`${baseUrl}/accounts/${accountId}/images/v1/${encodeURIComponent(id)}`, {
      headers: { authorization: `Bearer ${apiToken}` },
    });
    const { result, errors } = await response.json();
    const error = response.ok ? result.uploadError : errors[0];
    if (error) throw new Error(`${error.code}: ${error.message}`);
    if (!result.draft) return result;
    await sleep(500);
  }
  throw new Error(`Image ${id} is still a draft: ask for it later, or wait for its event`);
};

const filePath = process.argv[2];
if (!filePath) throw new Error('Name a picture: node examples/upload-with-fetch.mjs photo.jpg');
const link = await mint({ source: 'fetch' });
await upload(link, new File([await readFile(filePath)], path.basename(filePath)));
console.log(await waitForImage(link.id));
