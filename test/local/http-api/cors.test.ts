import { sendRaw } from '../gateway/send-raw';
import { createHttpStarter, echo } from './start-http';

const { start, stopAll } = createHttpStarter();
afterEach(stopAll);

describe('CORS of an HTTP API that configures it', () => {
  const api = { CorsConfiguration: { AllowOrigins: ['https://ok.com'], AllowMethods: ['GET'], MaxAge: 60 } };

  it('answers preflights itself', async () => {
    const { port, fn } = await start(echo, { api });

    const answer = await sendRaw({
      port,
      method: 'OPTIONS',
      path: '/',
      headers: { origin: 'https://ok.com', 'access-control-request-method': 'GET' },
    });

    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://ok.com',
      'access-control-allow-methods': 'GET',
      'access-control-max-age': '60',
    });
    expect(fn.events).toEqual([]);
  });

  it('allows the listed origin only', async () => {
    const { port } = await start(echo, { api });

    const allowed = await sendRaw({ port, path: '/', headers: { origin: 'https://ok.com' } });
    const other = await sendRaw({ port, path: '/', headers: { origin: 'https://evil.com' } });

    expect(allowed.headers['access-control-allow-origin']).toBe('https://ok.com');
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
