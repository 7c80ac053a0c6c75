import { prefersPlainText } from '../../../lambdas/http/accept';

describe('the form of an error', () => {
  it.each([
    'text/plain',
    'TEXT/PLAIN; q=1',
    'text/plain, application/json;q=0.5',
    'text/*',
    'text/plain, */*;q=0.1',
    'application/json;q=0, */*',
  ])('is plain text for Accept: %s', (accept) => {
    expect(prefersPlainText(accept)).toBe(true);
  });

  it.each([
    '',
    '*/*',
    'application/json',
    'application/json, text/plain, */*',
    'text/plain, application/json',
    'text/plain;q=0.9, application/json',
    'text/html',
    'image/*',
    'text/plain;q=0',
    'text/plain;q=x, application/json',
  ])('is JSON for Accept: %s', (accept) => {
    expect(prefersPlainText(accept)).toBe(false);
  });
});
