import type { S3Client } from '@aws-sdk/client-s3';
import { objectActions } from './object-actions';
import { startTestServer, type TestServer, type TestServerOptions } from './test-server';

/** One S3 for all tests of a suite, and an administrator's client; a fault that the server did not expect fails the suite. */
export const useTestServer = (options: TestServerOptions = {}) => {
  let server: TestServer;
  let s3: S3Client;
  beforeAll(async () => {
    server = await startTestServer(options);
    s3 = server.client();
  });
  afterAll(async () => {
    await server.close();
    expect(server.unexpected).toEqual([]);
  });
  return {
    get server() {
      return server;
    },
    get s3() {
      return s3;
    },
    ...objectActions(() => s3),
  };
};
