import { InMemoryWebhooks } from '../../support/in-memory/in-memory-webhooks';
import { describeWebhooks } from '../../support/ports/webhooks-behaviour';

describe('webhooks in memory', () => {
  describeWebhooks(async () => new InMemoryWebhooks());
});
