import { DynamoImageIndex } from '../../../lambdas/adapters/dynamo-image-index';
import { DynamoImageRepository } from '../../../lambdas/adapters/dynamo-image-repository';
import { useDynalite } from '../../support/dynalite/use-dynalite';
import { describeListWalk } from '../../support/ports/list-walk-behaviour';

const server = useDynalite();

describe('images in DynamoDB', () => {
  describeListWalk(
    async () => {
      const { client, tableName } = await server.createTable();
      return {
        images: new DynamoImageRepository(client, tableName),
        index: new DynamoImageIndex(client, tableName),
      };
    },
    { images: 200, walks: 3 },
  );
});
