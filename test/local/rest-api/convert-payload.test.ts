import { convertRequestPayload, convertResponsePayload } from '../../../local/rest-api/convert-payload';

const bytes = Buffer.from([0xff, 0x00]);
const ALL = ['*/*'];
const IMAGES = ['image/*'];

// The two tables of "Content type conversions in API Gateway".
describe('a request body', () => {
  it.each([
    ['stays bytes when its type is binary', IMAGES, 'image/png', undefined, bytes],
    ['stays bytes for CONVERT_TO_BINARY', IMAGES, 'image/png', 'CONVERT_TO_BINARY', bytes],
    ['becomes base64 for CONVERT_TO_TEXT', IMAGES, 'image/png', 'CONVERT_TO_TEXT', '/wA='],
    ['stays bytes when every type is binary', ALL, 'application/json', undefined, bytes],
  ] as const)('%s', (_, binary, type, handling, expected) => {
    expect(convertRequestPayload(bytes, type, binary, handling)).toEqual(expected);
  });

  it('loses what is no UTF-8 when its type is text', () => {
    expect(convertRequestPayload(bytes, 'image/png', [], undefined)).toBe('\uFFFD\u0000');
  });

  it('is decoded from base64 when text shall become binary', () => {
    expect(convertRequestPayload(Buffer.from('/wA='), 'text/plain', IMAGES, 'CONVERT_TO_BINARY')).toEqual(
      bytes,
    );
  });
});

describe('an answer of the back end', () => {
  const text = { payload: 'application/json', accept: 'application/json' };

  it.each([
    ['text', IMAGES, text, undefined, 'abcd'],
    ['text as text', IMAGES, text, 'CONVERT_TO_TEXT', 'abcd'],
    [
      'text for a binary client',
      IMAGES,
      { ...text, accept: 'image/png' },
      undefined,
      Buffer.from('abcd', 'base64'),
    ],
    ['text as binary', IMAGES, text, 'CONVERT_TO_BINARY', Buffer.from('abcd', 'base64')],
    ['binary for a text client', IMAGES, { ...text, payload: 'image/png' }, undefined, 'YWJjZA=='],
    ['binary for a binary client', ALL, text, undefined, Buffer.from('abcd')],
    ['binary as text', ALL, text, 'CONVERT_TO_TEXT', 'YWJjZA=='],
    ['text without binary types', [], text, undefined, 'abcd'],
  ] as const)('is converted: %s', (_, binary, types, handling, expected) => {
    expect(convertResponsePayload(Buffer.from('abcd'), types, binary, handling)).toEqual(expected);
  });

  it.each([
    ['CONVERT_TO_TEXT', '{}'],
    ['CONVERT_TO_BINARY', Buffer.from('{}', 'base64')],
    [undefined, Buffer.from('{}', 'base64')],
  ] as const)(
    'that is text already is no binary payload, even where every type is: %s',
    (handling, expected) => {
      expect(convertResponsePayload('{}', text, ALL, handling)).toEqual(expected);
    },
  );
});
