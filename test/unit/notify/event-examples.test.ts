import { readFileSync } from 'node:fs';
import path from 'node:path';
import { IMAGE_EVENT_SOURCE } from '../../../lambdas/core/image-event';
import { readImageEvent } from '../../../lambdas/notify/read-image-event';

const PAGE = path.join(__dirname, '../../../docs/events.md');

/** The events that docs/events.md shows. */
const examples = [...readFileSync(PAGE, 'utf8').matchAll(/```json\n(.*?)```/gs)]
  .map(([, json = '']) => JSON.parse(json))
  .filter((document) => 'detail-type' in document);

describe('the examples in docs/events.md', () => {
  it('are one of each kind', () => {
    expect(examples.map((example) => example['detail-type'])).toEqual([
      'image.uploaded',
      'image.upload_failed',
    ]);
  });

  it.each(examples.map((example) => [example['detail-type'], example]))(
    '%s is read as it stands',
    (type, example) => {
      const event = readImageEvent(example.detail);

      expect(event).toEqual(example.detail);
      expect(example).toMatchObject({ source: IMAGE_EVENT_SOURCE, 'detail-type': type });
      expect(event.type).toBe(type);
    },
  );
});
