import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { mint, tryMint, type UploadLink } from './client/images';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const fromNow = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();
const remaining = (link: UploadLink): number => Date.parse(link.upload.expires) - Date.now();

test('gives a link 30 minutes when nothing is asked', async () => {
  const link = await mint();

  expect(remaining(link)).toBeGreaterThan(29 * MINUTE_MS);
  expect(remaining(link)).toBeLessThanOrEqual(30 * MINUTE_MS + 5_000);
});

test.each([
  ['2 minutes', 2 * MINUTE_MS],
  ['45 minutes', 45 * MINUTE_MS],
])('lets a link live %s', async (_what, lifeMs) => {
  const link = await mint({ expiry: fromNow(lifeMs) });

  expect(Math.abs(remaining(link) - lifeMs)).toBeLessThan(5_000);
});

test('accepts 6 hours, and ends the presigned POST with the credentials that signed it', async () => {
  const link = await mint({ expiry: fromNow(6 * HOUR_MS) });

  expect(remaining(link)).toBeGreaterThan(30 * MINUTE_MS);
  expect(remaining(link)).toBeLessThanOrEqual(6 * HOUR_MS + 5_000);
});

describe('An expiry as clients write it', () => {
  const inTenMinutes = () => new Date(Math.floor(Date.now() / 1000) * 1000 + 10 * MINUTE_MS);

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
  ['more than 6 hours away', () => fromNow(6 * HOUR_MS + MINUTE_MS)],
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
