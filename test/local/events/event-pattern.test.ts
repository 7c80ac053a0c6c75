import { readEventPattern } from '../../../local/events/event-pattern';

const EVENT = {
  source: 'direct-upload.images',
  'detail-type': 'image.uploaded',
  resources: [],
  detail: {
    accountId: 'local',
    image: {
      id: 'a/b',
      creator: null,
      requireSignedURLs: false,
      variants: ['https://d/public', 'https://d/big'],
    },
    error: { code: 5455 },
    parts: [{ name: 'a' }, { name: 'b' }],
  },
};

const matches = (pattern: object, event: unknown = EVENT): boolean =>
  readEventPattern(pattern, 'Rule.EventPattern')(event);

describe('an event pattern', () => {
  it.each<[string, object, boolean]>([
    ['a value of the field', { source: ['direct-upload.images'] }, true],
    ['one of several values', { 'detail-type': ['image.upload_failed', 'image.uploaded'] }, true],
    ['another value', { source: ['direct-upload'] }, false],
    ['all fields', { source: ['direct-upload.images'], 'detail-type': ['image.uploaded'] }, true],
    ['all fields but one', { source: ['direct-upload.images'], 'detail-type': ['other'] }, false],
    ['a field of the detail', { detail: { accountId: ['local'] } }, true],
    ['a deeper field', { detail: { image: { id: ['a/b'] } } }, true],
    ['a number', { detail: { error: { code: [5455] } } }, true],
    ['a number as text', { detail: { error: { code: ['5455'] } } }, false],
    ['false', { detail: { image: { requireSignedURLs: [false] } } }, true],
    ['null', { detail: { image: { creator: [null] } } }, true],
    ['null where nothing is', { detail: { image: { filename: [null] } } }, false],
    ['one entry of a list', { detail: { image: { variants: ['https://d/big'] } } }, true],
    ['no entry of a list', { detail: { image: { variants: ['https://d/small'] } } }, false],
    ['a field of one object of a list', { detail: { parts: { name: ['b'] } } }, true],
    ['a field of no object of a list', { detail: { parts: { name: ['c'] } } }, false],
    ['a field below a text', { source: { deeper: ['x'] } }, false],
    ['a value where an object is', { detail: { image: ['a/b'] } }, false],
    ['a name that every object inherits', { detail: { constructor: [{ exists: true }] } }, false],
  ])('of exact values compares: %s', (_what, pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });

  it.each<[object, boolean]>([
    [{ source: [{ prefix: 'direct-upload.' }] }, true],
    [{ source: [{ prefix: 'images' }] }, false],
    [{ detail: { error: { code: [{ prefix: '54' }] } } }, false],
    [{ detail: { image: { variants: [{ prefix: 'https://d/b' }] } } }, true],
    [{ detail: { error: { code: [{ exists: true }] } } }, true],
    [{ detail: { error: { code: [{ exists: false }] } } }, false],
    [{ detail: { none: [{ exists: false }] } }, true],
    [{ detail: { none: { deeper: [{ exists: false }] } } }, true],
    [{ detail: { image: { creator: [{ exists: true }] } } }, true],
    // `exists` works on leaves only.
    [{ detail: { image: [{ exists: true }] } }, false],
    [{ detail: { accountId: [{ 'anything-but': 'other' }] } }, true],
    [{ detail: { accountId: [{ 'anything-but': ['other', 'local'] }] } }, false],
    [{ detail: { error: { code: [{ 'anything-but': 5400 }] } } }, true],
    [{ detail: { accountId: [{ 'anything-but': { prefix: 'lo' } }] } }, false],
    [{ detail: { accountId: [{ 'anything-but': { prefix: 'ot' } }] } }, true],
    [{ detail: { none: [{ 'anything-but': 'x' }] } }, false],
    [{ detail: { accountId: ['other', { prefix: 'loc' }] } }, true],
  ])('evaluates %j', (pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['suffix', { source: [{ suffix: 'images' }] }],
    ['numeric', { detail: { code: [{ numeric: ['>', 1] }] } }],
    ['wildcard', { source: [{ wildcard: '*' }] }],
    ['equals-ignore-case', { source: [{ 'equals-ignore-case': 'X' }] }],
    ['two operators in one object', { source: [{ prefix: 'a', exists: true }] }],
    ['a prefix that ignores case', { source: [{ prefix: { 'equals-ignore-case': 'x' } }] }],
    ['anything-but with a suffix', { source: [{ 'anything-but': { suffix: 'x' } }] }],
    ['$or', { $or: [{ source: ['a'] }, { source: ['b'] }] }],
    ['a value that is in no list', { source: 'direct-upload.images' }],
    ['an empty list', { source: [] }],
    ['an empty object', { detail: {} }],
    ['nothing', {}],
    ['a text', 'source'],
  ])('with %s is refused, not ignored', (_what, pattern) => {
    expect(() => readEventPattern(pattern, 'Rule.EventPattern')).toThrow(/Rule\.EventPattern/);
  });

  it('names the place and what it does not know', () => {
    const read = () =>
      readEventPattern({ detail: { code: [1, { numeric: ['>', 1] }] } }, 'Rule.EventPattern');

    expect(read).toThrow('Rule.EventPattern.detail.code[1]');
    expect(read).toThrow('does not evaluate {"numeric":[">",1]} in an event pattern');
  });
});
