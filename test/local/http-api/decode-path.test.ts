import { decodePath, UndecodablePath } from '../../../local/http-api/decode-path';

// The left column was sent to a live HTTP API, the right one is the `rawPath` its function received.
const captured: [string, string][] = [
  ['/capture/plain', '/capture/plain'],
  ['/capture/space%20value', '/capture/space value'],
  ['/capture/question%3Fvalue', '/capture/question'],
  ['/capture/hash%23value', '/capture/hash#value'],
  ['/capture/slash%2Fvalue', '/capture/slash/value'],
  ['/capture/unicode-%CE%BB-%E4%B8%96%E7%95%8C', '/capture/unicode-λ-世界'],
  ['/capture/literal%252Fvalue', '/capture/literal/value'],
  ['/capture/literal%253Fvalue', '/capture/literal?value'],
  ['/capture/literal%2525value', '/capture/literal%value'],
];

describe('the path of an HTTP API', () => {
  it.each(captured)('%s reaches the function as %s', (sent, rawPath) => {
    expect(decodePath(sent).rawPath).toBe(rawPath);
  });

  it.each(['/capture/percent%25done', '/capture/%', '/capture/%zz', '/capture/%ff'])(
    '%s is refused',
    (sent) => {
      expect(() => decodePath(sent)).toThrow(UndecodablePath);
    },
  );

  it('routes by the path decoded once, so a doubly encoded slash stays inside its segment', () => {
    expect(decodePath('/a/b%252Fc').routed).toBe('/a/b%2Fc');
    expect(decodePath('/a/b%2Fc').routed).toBe('/a/b/c');
  });
});
