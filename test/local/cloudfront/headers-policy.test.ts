import { createDeliveryStarter } from './start-delivery';

const { start, stopAll } = createDeliveryStarter();
afterEach(stopAll);

describe('a response headers policy', () => {
  it('adds, overrides and removes headers', async () => {
    const { get } = await start(
      () => ({ headers: { 'x-kept': 'origin', 'x-replaced': 'origin', 'x-removed': 'origin' } }),
      {
        headersPolicy: {
          CustomHeadersConfig: {
            Items: [
              { Header: 'X-Kept', Value: 'policy', Override: false },
              { Header: 'X-Replaced', Value: 'policy', Override: true },
              { Header: 'X-Added', Value: 'policy', Override: false },
            ],
          },
          RemoveHeadersConfig: { Items: [{ Header: 'X-Removed' }] },
          SecurityHeadersConfig: {
            ContentTypeOptions: { Override: true },
            FrameOptions: { FrameOption: 'DENY', Override: true },
            ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
            ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
            StrictTransportSecurity: { AccessControlMaxAgeSec: 5, IncludeSubdomains: true, Override: true },
            XSSProtection: { Protection: true, ModeBlock: true, Override: true },
          },
        },
      },
    );

    const answer = await get('/a');

    expect(answer.headers).toMatchObject({
      'x-kept': 'origin',
      'x-replaced': 'policy',
      'x-added': 'policy',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'",
      'strict-transport-security': 'max-age=5; includeSubDomains',
      'x-xss-protection': '1; mode=block',
    });
    expect(answer.headers).not.toHaveProperty('x-removed');
  });

  const cors = (origins: string[]) => ({
    headersPolicy: {
      CorsConfig: {
        AccessControlAllowCredentials: false,
        AccessControlAllowHeaders: { Items: ['*'] },
        AccessControlAllowMethods: { Items: ['GET'] },
        AccessControlAllowOrigins: { Items: origins },
        AccessControlMaxAgeSec: 60,
        OriginOverride: true,
      },
    },
    behavior: { AllowedMethods: ['GET', 'HEAD', 'OPTIONS'] },
  });

  it("adds CORS headers for requests with an origin, the preflight's to a preflight, on hits and errors too", async () => {
    const { get } = await start(
      ({ rawPath }) => ({
        statusCode: rawPath === '/none' ? 404 : 200,
        headers: { 'cache-control': 'max-age=60' },
      }),
      cors(['*']),
    );
    const from = { origin: 'https://page.example' };

    const plain = await get('/a');
    const hit = await get('/a', from);
    const error = await get('/none', from);
    const preflight = await get('/a', { ...from, 'access-control-request-method': 'GET' }, 'OPTIONS');

    expect(plain.headers).not.toHaveProperty('access-control-allow-origin');
    expect([hit, error].map(({ headers }) => headers['access-control-allow-origin'])).toEqual(['*', '*']);
    expect(hit.headers).not.toHaveProperty('access-control-allow-methods');
    expect(preflight.headers).toMatchObject({
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': '*',
      'access-control-max-age': '60',
    });
  });

  it.each([
    ['https://page.example', 'https://page.example'],
    ['https://sub.app.example', 'https://sub.app.example'],
    ['https://evil.example', undefined],
    ['https://app.example.evil.com', undefined],
  ])('allows %s: %s', async (origin, allowed) => {
    const { get } = await start(() => ({}), cors(['https://page.example', 'https://*.app.example']));

    const { headers } = await get('/a', { origin });

    expect(headers['access-control-allow-origin']).toBe(allowed);
  });
});
