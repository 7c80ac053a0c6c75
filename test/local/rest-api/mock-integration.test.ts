import { sendRaw } from '../gateway/send-raw';
import { createRestStarter } from './start-rest';

const { start, lines, stopAll } = createRestStarter();
afterEach(stopAll);

const post = (port: number, path = '/v1/acc/obj', headers: Record<string, string> = {}) =>
  sendRaw({ port, method: 'POST', path, headers, body: 'x' });

describe('MOCK integrations', () => {
  it('answer the status of their request template', async () => {
    const { port } = await start();

    const answer = await sendRaw({ port, path: '/v1/mock' });

    expect([answer.status, answer.text, answer.headers.allow]).toEqual([405, '{"method":"GET"}', 'POST']);
  });

  it('answer any method below a greedy variable', async () => {
    const { port } = await start();

    const answer = await sendRaw({ port, method: 'PATCH', path: '/v1/rest/a/b/c' });

    expect([answer.status, answer.text]).toEqual([405, '{"method":"PATCH"}']);
  });

  it.each([
    ['without a template', { RequestTemplates: {}, PassthroughBehavior: 'WHEN_NO_MATCH' }],
    ['whose template names no status', { RequestTemplates: { 'application/json': '{"status":200}' } }],
  ])('are 500 %s', async (_, integration) => {
    const { port } = await start({
      parts: {
        integration: {
          Type: 'MOCK',
          Uri: undefined,
          IntegrationHttpMethod: undefined,
          Credentials: undefined,
          RequestParameters: {},
          ContentHandling: 'CONVERT_TO_TEXT',
          ...integration,
        },
      },
    });

    const answer = await post(port);

    expect(answer.status).toBe(500);
    expect(lines.join()).toMatch(/statusCode/);
  });

  it('refuse a content type without a template', async () => {
    const { port } = await start();

    const answer = await sendRaw({
      port,
      method: 'POST',
      path: '/v1/rest/a',
      headers: { 'content-type': 'image/png' },
      body: 'x',
    });

    expect(answer.status).toBe(415);
  });
});
