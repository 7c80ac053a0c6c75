// The official client, with nothing changed but its base URL.
//   node examples/mint-with-cloudflare.mjs
import Cloudflare from 'cloudflare';
import { accountId, apiToken, baseUrl } from './deployment.mjs';

const client = new Cloudflare({ apiToken, baseURL: baseUrl });

const link = await client.images.v2.directUploads.create({
  account_id: accountId,
  metadata: { source: 'cloudflare' },
  requireSignedURLs: false,
});
console.log(link.id, link.uploadURL);

const draft = await client.images.v1.get(link.id, { account_id: accountId });
console.log(draft);
