// Receives webhooks: believes only those that are signed with the secret, and acts once for each event.
//   WEBHOOK_SECRET=… PORT=3000 node examples/receive-webhook.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = process.env.WEBHOOK_SECRET;
if (!secret) throw new Error('WEBHOOK_SECRET is not set: the secret that the webhook was created with');

/** How far the sender's clock may be off, and how old a recorded webhook may be that somebody sends again. */
const TOLERANCE_SECONDS = 300;
const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);

/** `body` is the text as it came: JSON that was parsed and written again has another signature. */
const isAuthentic = (headers, body) => {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const isRecent = Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
  const expected = Buffer.from(
    `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  const signatures = (headers['webhook-signature'] ?? '').split(' ').map((text) => Buffer.from(text));
  return (
    isRecent &&
    signatures.some((given) => given.length === expected.length && timingSafeEqual(given, expected))
  );
};

/** A database remembers longer: an event may come again for a day. */
const seen = new Set();

const act = ({ data }) => console.log(data.event, data.image.id, data.error?.message ?? '');

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  if (!isAuthentic(request.headers, body)) return response.writeHead(401).end();
  const id = request.headers['webhook-id'];
  if (!seen.has(id)) act(JSON.parse(body));
  seen.add(id);
  response.writeHead(204).end();
});
server.listen(process.env.PORT ?? 3000, () => console.log('Listening on port', server.address().port));
