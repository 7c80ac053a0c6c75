import { etagOf } from './support/object-actions';
import { useTestServer } from './support/use-test-server';

describe('racing writes', () => {
  const suite = useTestServer();
  const { put, get } = suite;

  describe('conditional writes', () => {
    it('writes once only with If-None-Match: *', async () => {
      await put('once', 'first', { IfNoneMatch: '*' });

      await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
        $metadata: { httpStatusCode: 412 },
      });
      expect((await get('once')).bytes.toString()).toBe('first');
    });

    it('lets exactly one of many racing writers win, and keeps the bytes of the winner', async () => {
      const bodies = Array.from({ length: 20 }, (_, index) => `writer ${index}`.repeat(1000));

      const outcomes = await Promise.allSettled(
        bodies.map((body) => put('race', body, { IfNoneMatch: '*' })),
      );

      const winners = outcomes.flatMap((outcome, index) => (outcome.status === 'fulfilled' ? [index] : []));
      expect(winners).toHaveLength(1);
      expect((await get('race')).bytes.toString()).toBe(bodies[winners[0] ?? -1]);
      expect(
        outcomes.filter(
          (outcome) => outcome.status === 'rejected' && outcome.reason.name !== 'PreconditionFailed',
        ),
      ).toEqual([]);
    });

    it('replaces only the version that was meant with If-Match', async () => {
      await put('match', 'v1');

      await put('match', 'v2', { IfMatch: etagOf('v1') });

      await expect(put('match', 'v3', { IfMatch: etagOf('v1') })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(put('nobody', 'v1', { IfMatch: etagOf('v1') })).rejects.toMatchObject({
        name: 'NoSuchKey',
      });
      await expect(put('match', 'v3', { IfNoneMatch: etagOf('v1') })).rejects.toMatchObject({
        name: 'NotImplemented',
      });
    });
  });

  it('gives a reader one version whole while writers replace it', async () => {
    const versions = ['a', 'b'].map((letter) => letter.repeat(200_000));
    await put('busy', versions[0] ?? '');

    const [reads] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, () => get('busy'))),
      ...Array.from({ length: 20 }, (_, index) => put('busy', versions[index % 2] ?? '')),
    ]);

    for (const read of reads) expect(versions).toContain(read.bytes.toString());
  });
});
