import { isTextMediaType } from '../../../local/gateway/text-media-type';

describe('the content types that events carry as text', () => {
  it.each([
    'text/plain',
    'TEXT/HTML; charset=utf-8',
    'application/json',
    'application/xml',
    'application/javascript',
  ])('include %s', (type) => expect(isTextMediaType(type)).toBe(true));

  it.each([
    undefined,
    '',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'image/svg+xml',
    'application/octet-stream',
  ])('do not include %s', (type) => expect(isTextMediaType(type)).toBe(false));
});
