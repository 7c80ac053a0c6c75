import { contentDisposition } from '../../../lambdas/http/content-disposition';

describe('Content-Disposition', () => {
  it.each([
    ['cat.jpg', 'image/webp', "inline; filename*=UTF-8''cat.webp"],
    ['cat', 'image/avif', "inline; filename*=UTF-8''cat.avif"],
    ['archive.tar.gz', 'image/png', "inline; filename*=UTF-8''archive.tar.png"],
    ['.jpg', 'image/jpeg', "inline; filename*=UTF-8''.jpg.jpg"],
    ['Füße am Strand.jpeg', 'image/jpeg', "inline; filename*=UTF-8''F%C3%BC%C3%9Fe%20am%20Strand.jpg"],
    ["it's (1)*.gif", 'image/gif', "inline; filename*=UTF-8''it%27s%20%281%29%2A.gif"],
    ['a"; filename="evil.exe', 'image/png', "inline; filename*=UTF-8''a%22%3B%20filename%3D%22evil.png"],
    ['line\r\nbreak.png', 'image/png', "inline; filename*=UTF-8''line%0D%0Abreak.png"],
    ['half \ud83d.png', 'image/png', "inline; filename*=UTF-8''half%20%EF%BF%BD.png"],
    ['drawing.svg', 'image/svg+xml', "inline; filename*=UTF-8''drawing.svg"],
    ['data.jpg', 'application/json', "inline; filename*=UTF-8''data.jpg"],
    [null, 'image/png', 'inline'],
    ['', 'image/png', 'inline'],
  ])('for %j as %s is %s', (filename, contentType, expected) => {
    expect(contentDisposition(filename, contentType)).toBe(expected);
  });
});
