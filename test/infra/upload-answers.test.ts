import { type IntegrationResponse, renderAnswer, selectResponse, type TemplateInput } from './support/answer';
import { SynthesisedTemplate } from './support/template';

const responsesOf = (variant: 'default' | 'customised', method: string): IntegrationResponse[] => {
  const { Properties } = SynthesisedTemplate.of(variant).get(`UploadApiaccounthashobject${method}`);
  return (Properties['Integration'] as { IntegrationResponses: IntegrationResponse[] }).IntegrationResponses;
};

const POST = responsesOf('default', 'POST');

const answer = (backEndStatus: number, input: TemplateInput = {}) => {
  const { status, headers, body } = renderAnswer(selectResponse(POST, backEndStatus), input);
  return { status, headers, body: JSON.parse(body) as unknown };
};

const failure = (code: number, message: string) => ({
  result: null,
  success: false,
  errors: [{ code, message }],
  messages: [],
});

const ACCEPTED = { prefix: 'staging', status: '200', code: '0', message: '' };
const refused = (status: string, code: string, message: string) => ({
  authorizer: { prefix: 'refused', image: 'null', status, code, message },
});

describe('The answer to an upload', () => {
  test('is the envelope with the image when S3 has stored it', () => {
    const image = {
      id: 'a/b "c"',
      draft: true,
      variants: ['https://img.example/x/public'],
      meta: { name: 'ü$x' },
    };

    const { status, body } = answer(200, { authorizer: { ...ACCEPTED, image: JSON.stringify(image) } });

    expect(status).toBe(200);
    expect(body).toEqual({ result: image, success: true, errors: [], messages: [] });
  });

  test.each([
    ['400', '5400', 'The upload URL has expired'],
    ['404', '5404', 'Image not found'],
    ['409', '5409', 'Resource already exists'],
    ['413', '7011', 'Request entity is too large'],
  ])('is the authorizer’s refusal, status %s, when S3 refuses the prefix', (status, code, message) => {
    const refusal = answer(403, refused(status, code, message));

    expect(refusal.status).toBe(Number(status));
    expect(refusal.body).toEqual(failure(Number(code), message));
    expect(refusal.headers).toMatchObject({ 'x-should-retry': 'false' });
  });

  test('keeps the escapes of a message that the authorizer has escaped', () => {
    const message = 'the field "expiry"\n is \\ wrong';

    const { body } = answer(403, refused('400', '5400', JSON.stringify(message).slice(1, -1)));

    expect(body).toEqual(failure(5400, message));
  });

  test('is told too when S3 refuses the path before the permission (400: the key is too long)', () => {
    const { status, body } = answer(400, refused('404', '5404', 'Image not found'));

    expect(status).toBe(404);
    expect(body).toEqual(failure(5404, 'Image not found'));
  });

  test.each([
    ['an accepted upload', { ...ACCEPTED, image: '{"id":"x"}' }],
    ['a status that is not agreed on', { status: '302', code: '1', message: 'x' }],
    ['no context at all', {}],
  ])('is a fault when S3 refuses %s', (_, authorizer) => {
    const { status, body } = answer(403, { authorizer });

    expect(status).toBe(500);
    expect(body).toEqual(failure(1001, 'Internal server error'));
  });

  test.each([409, 412])(
    'is 409/5409 without a retry when the object is there already (%i)',
    (backEndStatus) => {
      const { status, body, headers } = answer(backEndStatus, { authorizer: { ...ACCEPTED, image: '{}' } });

      expect(status).toBe(409);
      expect(body).toEqual(failure(5409, 'Resource already exists'));
      expect(headers).toMatchObject({ 'x-should-retry': 'false' });
    },
  );

  test.each([500, 503])('is 503 when S3 fails (%i): the URL was not used', (backEndStatus) => {
    const { status, body } = answer(backEndStatus);

    expect(status).toBe(503);
    expect(body).toMatchObject({ success: false, errors: [{ code: 1001 }] });
  });

  test.each([301, 307, 400, 404, 411, 416, 499])(
    'is a fault for any other status of S3 (%i)',
    (backEndStatus) => {
      const { status, body } = answer(backEndStatus);

      expect(status).toBe(500);
      expect(body).toEqual(failure(1001, 'Internal server error'));
    },
  );

  test('never depends on the order of patterns: at most one matches each status', () => {
    for (let status = 100; status < 600; status += 1)
      expect(() => selectResponse(POST, status)).not.toThrow();
  });

  test('has one entry for each status: API Gateway keeps them by it', () => {
    const statuses = POST.map(({ StatusCode }) => StatusCode);

    expect(new Set(statuses).size).toBe(statuses.length);
  });

  test('is the same for PUT', () => {
    expect(responsesOf('default', 'PUT')).toEqual(POST);
  });
});

const EVERY_METHOD = ['POST', 'PUT', 'OPTIONS', 'ANY'];
const everyResponse = (variant: 'default' | 'customised') =>
  EVERY_METHOD.flatMap((method) =>
    responsesOf(variant, method).map((response) => [method, response] as const),
  );

describe('CORS', () => {
  test.each(everyResponse('default'))('any page may read the answer: %s %#', (_, response) => {
    const { headers } = renderAnswer(response);

    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST, PUT, OPTIONS',
      'access-control-allow-headers': '*, content-type, x-requested-with',
      'access-control-max-age': '86400',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  describe.each(everyResponse('customised'))('with listed origins: %s %#', (_, response) => {
    test.each([
      ['Origin', 'https://a.example'],
      ['origin', 'https://b.example'],
    ])('%s: %s may read the answer', (name, origin) => {
      const { headers } = renderAnswer(response, { requestHeaders: { [name]: origin } });

      expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
    });

    test.each(['https://evil.example', 'https://a.example.evil.example', 'http://a.example', 'null', ''])(
      'a page of %p may not',
      (origin) => {
        const { headers } = renderAnswer(response, { requestHeaders: { Origin: origin } });

        expect(headers).not.toHaveProperty('access-control-allow-origin');
        expect(headers).toMatchObject({ vary: 'Origin' });
      },
    );
  });

  test('a listed origin changes nothing else of the answer', () => {
    const withOrigin = renderAnswer(selectResponse(responsesOf('customised', 'POST'), 412), {
      requestHeaders: { Origin: 'https://a.example' },
    });

    expect(withOrigin.status).toBe(409);
    expect(JSON.parse(withOrigin.body)).toEqual(failure(5409, 'Resource already exists'));
  });

  test('a preflight is answered with 204 and no body', () => {
    const [preflight, ...others] = responsesOf('default', 'OPTIONS');

    expect(others).toEqual([]);
    expect(preflight && renderAnswer(preflight)).toMatchObject({ status: 204, body: '' });
  });

  test('another method is answered with 405 and what is allowed', () => {
    const [notAllowed] = responsesOf('default', 'ANY');

    const { status, headers, body } = renderAnswer(notAllowed as IntegrationResponse, {
      httpMethod: 'DELETE',
    });

    expect(status).toBe(405);
    expect(headers).toMatchObject({ allow: 'POST, PUT, OPTIONS' });
    expect(JSON.parse(body)).toEqual(failure(7001, 'Method DELETE not available for that URI'));
  });
});

describe('Templates', () => {
  test.each(everyResponse('customised'))('apply although bodies are binary: %s %#', (_, response) => {
    expect(response.ContentHandling).toBe('CONVERT_TO_TEXT');
  });
});
