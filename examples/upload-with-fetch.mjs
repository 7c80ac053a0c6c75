// The whole way: mint, send the file as a browser does, wait until the draft is an image.
//   node examples/upload-with-fetch.mjs photo.jpg
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountId, apiToken, baseUrl } from './deployment.mjs';
import { mint } from './mint-with-fetch.mjs';

/** The browser's part: the one-time URL is all it needs. */
const upload = async (uploadURL, file) => {
  const form = new FormData();
  form.append('file', file);
  const response = await fetch(uploadURL, { method: 'POST', body: form });
  const { errors } = await response.json();
  if (!response.ok) throw new Error(`${errors[0].code}: ${errors[0].message}`);
};

/** The backend's part: the draft becomes an image, or says why the file was refused. */
const waitForImage = async (id) => {
  for (;;) {
    const response = await fetch(`${baseUrl}/accounts/${accountId}/images/v1/${encodeURIComponent(id)}`, {
      headers: { authorization: `Bearer ${apiToken}` },
    });
    const { result } = await response.json();
    if (!result?.draft) return result;
    if (result.uploadError) throw new Error(`${result.uploadError.code}: ${result.uploadError.message}`);
    await sleep(500);
  }
};

const filePath = process.argv[2];
if (!filePath) throw new Error('Name a picture: node examples/upload-with-fetch.mjs photo.jpg');
const link = await mint({ source: 'fetch' });
await upload(link.uploadURL, new File([await readFile(filePath)], path.basename(filePath)));
console.log(await waitForImage(link.id));
