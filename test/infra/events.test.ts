import { IMAGE_EVENT_SOURCE as SENT_SOURCE } from '../../lambdas/core/image-event';
import { IMAGE_EVENT_SOURCE } from '../../lib/constructs/events';
import { SynthesisedTemplate } from './support/template';

const template = SynthesisedTemplate.of('default');

describe('Events', () => {
  test('has one bus, named after the stack, so that an app finds it', () => {
    const named = (['default', 'customised'] as const).map((variant) =>
      Object.values(SynthesisedTemplate.of(variant).ofType('AWS::Events::EventBus')).map(
        ({ Properties }) => Properties['Name'],
      ),
    );

    expect(named).toEqual([['DirectUpload-events'], ['Pictures-events']]);
  });

  test('tells the name and the ARN of the bus in the outputs of the stack', () => {
    expect(template.outputs()).toMatchObject({ EventBusName: '<EventsBus>', EventBusArn: '<EventsBus.Arn>' });
  });

  test('lets nobody from outside send to the bus, and keeps it on no key that an app would need', () => {
    const { Properties } = template.get('EventsBus');

    expect([...template.types()]).not.toContain('AWS::Events::EventBusPolicy');
    expect(Properties).not.toHaveProperty('Policy');
    expect(Properties).not.toHaveProperty('KmsKeyIdentifier');
  });

  test('lets ingest send under the source that its code sends, and no other', () => {
    expect(IMAGE_EVENT_SOURCE).toBe(SENT_SOURCE);
  });

  test('gives ingest the bus and the host of variant URLs', () => {
    const { Environment } = template.get('IngestFunction').Properties;

    expect(Environment).toMatchObject({
      Variables: {
        EVENT_BUS_NAME: '<EventsBus>',
        DELIVERY_BASE_URL: 'https://<DeliveryDistribution.DomainName>',
      },
    });
  });
});
