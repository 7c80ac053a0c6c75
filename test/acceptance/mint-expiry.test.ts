import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { mint, tryMint, type UploadLink } from './client/images';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How far a deployment's clock may be from ours, and what whole seconds cut off. */
const CLOCK_MS = 5_000;

/** In whole seconds, as answers have it. */
const fromNow = (milliseconds: number): string =>
  new Date(Math.floor((Date.now() + milliseconds) / 1000) * 1000).toISOString();
const endOf = (link: UploadLink): number => Date.parse(link.upload.expires);

test('gives a link 30 minutes when nothing is asked', async () => {
  const askedAt = Date.now();

  const link = await mint();

  expect(endOf(link)).toBeGreaterThan(askedAt + 30 * MINUTE_MS - CLOCK_MS);
  expect(endOf(link)).toBeLessThan(Date.now() + 30 * MINUTE_MS + CLOCK_MS);
});

test.each([
  ['3 minutes', 3 * MINUTE_MS],
  ['45 minutes', 45 * MINUTE_MS],
])('lets a link live %s', async (_what, lifeMs) => {
  const expiry = fromNow(lifeMs);

  const link = await mint({ expiry });

  expect(endOf(link)).toBe(Date.parse(expiry));
});

test('accepts 6 hours, and ends the presigned POST with the credentials that signed it', async () => {
  const askedAt = Date.now();

  const link = await mint({ expiry: fromNow(6 * HOUR_MS) });

  expect(endOf(link)).toBeGreaterThan(askedAt + 30 * MINUTE_MS);
  expect(endOf(link)).toBeLessThan(Date.now() + HOUR_MS + CLOCK_MS);
});

describe('An expiry as clients write it', () => {
  const inTenMinutes = () => new Date(fromNow(10 * MINUTE_MS));

  test.each<[string, (date: Date) => string]>([
    ['with milliseconds and Z', (date) => date.toISOString()],
    ['without a fraction', (date) => date.toISOString().replace('.000Z', 'Z')],
    [
      'with microseconds and an offset, as Python writes it',
      (date) => date.toISOString().replace('.000Z', '.000000+00:00'),
    ],
    [
      'with an offset of its own',
      (date) => new Date(date.getTime() + 2 * HOUR_MS).toISOString().replace('.000Z', '+02:00'),
    ],
  ])('is understood %s', async (_what, write) => {
    const date = inTenMinutes();

    const link = await mint({ expiry: write(date) });

    expect(Date.parse(link.upload.expires)).toBe(date.getTime());
  });

  test('is understood in the documented JSON body', async () => {
    const date = inTenMinutes();

    const answer = await call<UploadLink>('/v2/direct_upload', {
      method: 'POST',
      body: JSON.stringify({ expiry: date.toISOString() }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

    expect(Date.parse(answer.envelope().result.upload.expires)).toBe(date.getTime());
  });
});

test.each([
  ['less than 2 minutes away', () => fromNow(MINUTE_MS)],
  ['in the past', () => fromNow(-HOUR_MS)],
  ['more than 6 hours away', () => fromNow(7 * HOUR_MS)],
  ['no date at all', () => 'tomorrow'],
  ['a date without a time', () => '2030-01-01'],
  ['a time without a zone', () => fromNow(10 * MINUTE_MS).replace('Z', '')],
  ['a day that does not exist', () => '2030-02-30T10:00:00Z'],
  ['a number of seconds', () => String(Math.floor(Date.now() / 1000) + 600)],
  ['empty', () => ''],
])('refuses an expiry that is %s, and names the field', async (_what, write) => {
  const answer = await tryMint({ expiry: write() });

  expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
  expect(errorMessage(answer)).toContain('expiry');
});
