import { acceptedContext, refusedContext } from '../../../lambdas/authorize-upload/upload-context';
import { DomainError, invalidRequest } from '../../../lambdas/core/errors';
import { draftOf } from '../../support/image-fixtures';

const OPTIONS = { deliveryBaseUrl: 'https://img.example.net', uploaderSeesMeta: true };

describe('the context of an accepted upload', () => {
  it('is ASCII, whatever the metadata says, and reads back as it was', () => {
    const meta = { ключ: 'Zoë 🐈 \u2028 \u007f', plain: 'a' };

    const { image } = acceptedContext(draftOf({ meta }), [], OPTIONS);

    expect(image).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(image).meta).toEqual(meta);
  });

  it('has as many variants as fit into 6 KB of ASCII, whatever the id', () => {
    const variants = Array.from({ length: 100 }, (_, index) => ({
      id: `${index}`.padStart(9, 'v'),
      options: { fit: 'cover' as const, metadata: 'none' as const, width: 1 },
      neverRequireSignedURLs: false,
    }));

    const { image } = acceptedContext(draftOf({ id: '猫'.repeat(100) }), variants, OPTIONS);

    const shown: string[] = JSON.parse(image).variants;
    const oneMoreBytes = JSON.stringify(shown[0]).length + 1;
    expect(image).toMatch(/^[\x20-\x7e]+$/);
    expect(shown.length).toBeGreaterThan(0);
    expect(image.length).toBeLessThanOrEqual(6144);
    expect(image.length + oneMoreBytes).toBeGreaterThan(6144);
  });

  it.each([
    ['an id', { id: '🐈'.repeat(768) }],
    ['metadata', { id: 'cat', meta: { text: '\u007f'.repeat(1012) } }],
  ])('is UTF-8 and still at most 6 KB where %s would be longer as ASCII', (_case, fields) => {
    const draft = draftOf(fields);

    const { image } = acceptedContext(draft, [], OPTIONS);

    expect(image).not.toMatch(/^[\x20-\x7e]+$/);
    expect(Buffer.byteLength(image)).toBeLessThanOrEqual(6144);
    expect(JSON.parse(image)).toMatchObject(fields);
  });

  it('has no metadata under any name when the deployment keeps it from uploaders', () => {
    const { image } = acceptedContext(draftOf({ meta: { user: '42' }, creator: 'me' }), [], {
      ...OPTIONS,
      uploaderSeesMeta: false,
    });

    expect(JSON.parse(image)).toMatchObject({ draft: true });
    expect(image).not.toMatch(/meta|42|creator|"me"/);
  });
});

describe('the context of a refused upload', () => {
  it('can be put between quotes in a JSON template, whatever the message says', () => {
    const message = 'a "quoted" \\ back\nslash \u0001 and </script>';

    const context = refusedContext(invalidRequest(message));

    expect(JSON.parse(`{"code":${context.code},"message":"${context.message}"}`)).toEqual({
      code: 5400,
      message,
    });
  });

  it.each([
    ['invalid-request', '400', '5400'],
    ['image-not-found', '404', '5404'],
    ['already-exists', '409', '5409'],
    ['too-large', '413', '7011'],
  ] as const)('of %s has a status that the template knows', (code, status, number) => {
    expect(refusedContext(new DomainError(code, 'm'))).toMatchObject({
      prefix: 'refused',
      status,
      code: number,
    });
  });
});
