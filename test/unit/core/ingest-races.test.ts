import fc from 'fast-check';
import { type Draft, type Image, isDraft } from '../../../lambdas/core/image';
import { uploadedEvent } from '../../../lambdas/core/image-event';
import type { CrashPoint } from '../../support/crashing-deps';
import { secondsLater } from '../../support/image-fixtures';
import { IngestRace } from '../../support/ingest-race';
import { targetOf } from '../../support/ingest-world';

const RUNS = { numRuns: 400 };

const deliveries = fc.integer({ min: 1, max: 3 });
const content = fc.constantFrom('good one', 'good two', 'text, which is refused');
const crashes: fc.Arbitrary<CrashPoint[]> = fc.array(
  fc.record({ atCall: fc.integer({ min: 1, max: 40 }), when: fc.constantFrom('before', 'after') }),
  { maxLength: 5 },
);

const recordOf = (race: IngestRace): Image | undefined => race.world.images.records.values().next().value;

/**
 * Nothing staged is left behind, and no bytes but the published ones. A function that died after it stored bytes, whose
 * upload was then replaced by one that is refused, is the one exception while the draft lives: those bytes may be
 * about to be published by another.
 */
const expectTidy = (race: IngestRace, plan: readonly CrashPoint[]): void => {
  const record = recordOf(race);
  const stored = [...race.world.objects.objects.keys()];
  const published = record && !isDraft(record) ? [record.objectKey] : [];
  expect([...race.world.staged.objects.keys()]).toEqual([]);
  if (plan.length > 0 && race.arrivals.some((body) => !isGood(body)))
    expect(stored).toEqual(expect.arrayContaining(published));
  else expect(stored).toEqual(published);
};

const publicationOf = (draft: Draft): string => uploadedEvent(targetOf(draft), secondsLater(60)).id;

/** What the record says was announced, nothing is owed any more, and no event is about a publication that never was. */
const expectAnnounced = (race: IngestRace, draft = race.world.draft): void => {
  const record = recordOf(race);
  const { sent } = race.world.events;
  const publications = sent.filter(({ type }) => type === 'image.uploaded').map(({ id }) => id);
  expect(record).not.toHaveProperty('unsentEvent');
  expect(publications.includes(publicationOf(draft))).toBe(record !== undefined && !isDraft(record));
  expect([race.world.draft, race.reminted].map(publicationOf)).toEqual(expect.arrayContaining(publications));
  if (record && isDraft(record) && record.uploadError)
    expect(sent).toContainEqual(expect.objectContaining({ type: 'image.upload_failed' }));
};

const isGood = (body: string | undefined): boolean => body?.startsWith('good') === true;

const publishedBy = (race: IngestRace, nonce: string): number =>
  race.outcomes.filter((outcome) => outcome.kind === 'published' && outcome.nonce === nonce).length;

describe('uploads racing on one draft', () => {
  it('publish exactly one set of checked bytes in every order, with every duplicate and crash', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        content,
        content,
        deliveries,
        deliveries,
        crashes,
        async (scheduler, first, second, firstDeliveries, secondDeliveries, plan) => {
          const race = new IngestRace(scheduler, plan);

          await race.run(race.upload(first, firstDeliveries), race.upload(second, secondDeliveries));

          const record = recordOf(race);
          expectTidy(race, plan);
          expectAnnounced(race);
          expect(publishedBy(race, race.world.draft.nonce)).toBeLessThanOrEqual(1);
          if (record && isDraft(record)) expect(record.uploadError).toMatchObject({ code: 5455 });
          if (isGood(race.arrivals.at(-1))) expect(record?.draft).toBeUndefined();
          if (!race.arrivals.some(isGood)) expect(record?.draft).toBe(true);
        },
      ),
      RUNS,
    );
  });

  it('never publish for an owner who has cancelled the draft', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), deliveries, crashes, async (scheduler, times, plan) => {
        const race = new IngestRace(scheduler, plan);

        await race.run(race.upload('good', times), race.remove());

        expect(recordOf(race)).toBeUndefined();
        expectTidy(race, plan);
      }),
      RUNS,
    );
  });

  it('leave nothing behind when deletions race with them and with the next minting, which keeps its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), deliveries, crashes, async (scheduler, times, plan) => {
        const race = new IngestRace(scheduler, plan);

        await race.run(race.upload('good', times), race.removeAndReplace('good'), race.remove());

        expect(recordOf(race)?.draft).toBeUndefined();
        expectTidy(race, plan);
      }),
      RUNS,
    );
  });

  it('leave the next minting of the same id alone, even with the very same content', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        content,
        deliveries,
        crashes,
        fc.constantFrom('good one', 'good three'),
        async (scheduler, old, times, plan, replacement) => {
          const race = new IngestRace(scheduler, plan);

          await race.run(race.upload(old, times), race.removeAndReplace(replacement));

          const record = recordOf(race);
          expect(record?.draft).toBeUndefined();
          expectAnnounced(race, race.reminted);
          expect(publishedBy(race, race.reminted.nonce)).toBeLessThanOrEqual(1);
          expectTidy(race, plan);
          const bytes = record && !isDraft(record) && race.world.objects.objects.get(record.objectKey)?.body;
          expect(String(bytes)).toBe(replacement);
        },
      ),
      RUNS,
    );
  });
});
