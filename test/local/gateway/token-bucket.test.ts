import { TokenBucket } from '../../../local/gateway/token-bucket';

describe('the throttle of a gateway', () => {
  it('lets a burst through and then refuses', () => {
    const bucket = new TokenBucket(1, 3, () => 0);

    const taken = [1, 2, 3, 4].map(() => bucket.take());

    expect(taken).toEqual([true, true, true, false]);
  });

  it('refills with the rate, never above the burst', () => {
    let nowMs = 0;
    const bucket = new TokenBucket(2, 2, () => nowMs);
    bucket.take();
    bucket.take();

    nowMs = 500;
    const afterHalfASecond = [bucket.take(), bucket.take()];
    nowMs = 60_000;
    const afterAMinute = [bucket.take(), bucket.take(), bucket.take()];

    expect(afterHalfASecond).toEqual([true, false]);
    expect(afterAMinute).toEqual([true, true, false]);
  });
});
