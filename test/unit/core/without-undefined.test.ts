import { withoutUndefined } from '../../../lambdas/core/without-undefined';

describe('leaving out what is undefined', () => {
  it('keeps every other value, empty ones too, and their order', () => {
    const kept = withoutUndefined({ b: 0, gone: undefined, a: '', none: null, off: false });

    expect(Object.entries(kept)).toEqual([
      ['b', 0],
      ['a', ''],
      ['none', null],
      ['off', false],
    ]);
  });
});
