import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAuthentic } from '../../support/webhooks';

const root = join(__dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs/events.md'), 'utf8');
const example = readFileSync(join(root, 'examples/receive-webhook.mjs'), 'utf8');

/** The request that the documentation shows. */
const [head = '', body = ''] = (/```http\n([\s\S]*?)\n```/.exec(page)?.[1] ?? '').split('\n\n');
const headers = Object.fromEntries(
  head
    .split('\n')
    .slice(1)
    .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
);
const at = Number(headers['webhook-timestamp']) * 1000;

describe('the webhook in docs/events.md', () => {
  it('was really signed with the secret that the page says', () => {
    const secret = /secret: '(.*)'/.exec(page)?.[1] ?? '';

    expect(isAuthentic({ method: 'POST', headers, body, at }, secret)).toBe(true);
    expect(headers['cf-webhook-auth']).toBe(secret);
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
  });

  it('is verified as the example does, line for line', () => {
    const shown = page.match(/```js\n[\s\S]*?\n```/g)?.find((block) => block.includes('isAuthentic')) ?? '';
    const lines = shown.split('\n').slice(1, -1);

    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(example.split('\n')).toContain(line);
  });
});
