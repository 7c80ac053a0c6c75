import { type DynaliteServer, startDynalite } from './dynalite-table';

/** One embedded DynamoDB for all tests of a file, started before them and stopped after them. */
export const useDynalite = (): Pick<DynaliteServer, 'createTable'> => {
  let server: DynaliteServer;
  beforeAll(async () => {
    server = await startDynalite();
  });
  afterAll(async () => {
    await server.close();
  });
  return { createTable: () => server.createTable() };
};
