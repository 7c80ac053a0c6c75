import { createHttpStarter, echo, type HttpParts } from './start-http';

const { start, stopAll } = createHttpStarter();
afterEach(stopAll);

describe('a template whose HTTP API would behave otherwise on AWS', () => {
  it.each([
    ['an authorizer', { routes: ['GET /a'], stage: { AutoDeploy: false } }],
    ['payload format 1.0', { integration: { PayloadFormatVersion: '1.0' } }],
    ['an unknown property', { integration: { RequestParameters: { a: 'b' } } }],
    ['a disabled endpoint', { api: { DisableExecuteApiEndpoint: true } }],
  ])('is refused at the start: %s', async (_, parts) => {
    await expect(start(echo, parts as HttpParts)).rejects.toThrow(/Stage|Integration|Api/);
  });
});
