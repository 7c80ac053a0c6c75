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
