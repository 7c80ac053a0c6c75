import { renderMappingTemplate } from '../../local/rest-api/mapping-template';
import type { RequestContext } from '../../local/rest-api/request-context';
import { SynthesisedTemplate } from './support/template';

interface Integration {
  readonly RequestTemplates: Readonly<Record<string, string>>;
  readonly IntegrationResponses: { readonly ResponseTemplates: Readonly<Record<string, string>> }[];
}

const { Properties } = SynthesisedTemplate.of('default').get('ControlApiv1POST');
const { RequestTemplates, IntegrationResponses } = Properties['Integration'] as Integration;

interface Request {
  readonly body?: string;
  readonly path?: string;
  readonly header?: Record<string, string>;
}

const render = (template: string | undefined, { body = '', path = '/images/v1', header = {} }: Request) =>
  renderMappingTemplate(template ?? '', {
    body,
    params: { path: {}, querystring: {}, header },
    context: { httpMethod: 'POST', requestId: 'request-1', path } as unknown as RequestContext,
    stageVariables: {},
  });

const eventOf = (request: Request) =>
  JSON.parse(render(RequestTemplates['multipart/form-data'], request).text);

describe('The event of the function that creates images', () => {
  test('is the same for every content type', () => {
    expect(new Set(Object.values(RequestTemplates)).size).toBe(1);
  });

  test('has what the function reads of a request', () => {
    const header = { Authorization: 'Bearer a', 'Content-Type': 'multipart/form-data; boundary=b' };

    expect(eventOf({ body: 'AAEC', path: '/client/v4/accounts/a%25/images/v1', header })).toEqual({
      httpMethod: 'POST',
      requestContext: { requestId: 'request-1', path: '/client/v4/accounts/a%25/images/v1' },
      headers: header,
      body: 'AAEC',
      isBase64Encoded: true,
    });
  });

  test.each([
    ['a quote', '"},"httpMethod":"DELETE","x":{"y":"'],
    ['an apostrophe', "it's"],
    ['a backslash', 'a\\'],
    ['a line break', 'a\r\nb'],
    ['template language', '#set($context.httpMethod = "GET")$context.requestId#end'],
    ['another script', 'ü 世 🌄'],
  ])('keeps %s of a client inside its value', (_what, text) => {
    const event = eventOf({ body: text, path: `/${text}`, header: { [`x-${text}`]: text } });

    expect(event).toEqual({
      httpMethod: 'POST',
      requestContext: { requestId: 'request-1', path: `/${text}` },
      headers: { [`x-${text}`]: text },
      body: text,
      isBase64Encoded: true,
    });
  });

  test('leaves out a body that Lambda would not take, and says so', () => {
    const fits = eventOf({ body: 'A'.repeat(6_000_000) });
    const tooLong = eventOf({ body: 'A'.repeat(6_000_004) });

    expect(fits.body).toHaveLength(6_000_000);
    expect(tooLong).toMatchObject({ body: null, isBase64Encoded: false, bodyTooLarge: true });
  });

  test('fits into Lambda’s 6 MB with the longest body and headers that are all escapes', () => {
    const header = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`x-header-${i}`, '"'.repeat(240)]),
    );
    const { text } = render(RequestTemplates['application/json'], { body: 'A'.repeat(6_000_000), header });

    expect(Buffer.byteLength(text)).toBeLessThan(6_291_456);
  });

  test('counts a body as it is in the event: slashes of base64 are escaped', () => {
    expect(eventOf({ body: '/'.repeat(3_000_000) })).not.toHaveProperty('bodyTooLarge');
    expect(eventOf({ body: '/'.repeat(3_000_004) })).toMatchObject({ body: null, bodyTooLarge: true });
  });
});

describe('The answer of the function that creates images', () => {
  const answer = JSON.stringify({
    statusCode: 409,
    headers: { 'content-type': 'application/json', 'x-should-retry': 'false' },
    body: '{"success":false,"errors":[{"message":"it\'s \\"taken\\""}]}',
  });

  test.each([
    ['as text', answer],
    ['as base64, which an API of binary bodies may make of it', Buffer.from(answer).toString('base64')],
  ])('is what the function said, %s', (_how, payload) => {
    const rendered = render(IntegrationResponses[0]?.ResponseTemplates['application/json'], {
      body: payload,
    });

    expect(rendered).toEqual({
      status: 409,
      headers: { 'content-type': 'application/json', 'x-should-retry': 'false' },
      text: '{"success":false,"errors":[{"message":"it\'s \\"taken\\""}]}',
    });
  });

  test('is the envelope when the function failed', () => {
    expect(IntegrationResponses[1]?.ResponseTemplates['application/json']).toContain('"code":1001');
  });
});
