import { endWithin } from '../../../lambdas/adapters/time-limit';
import { undecodable } from '../../../lambdas/core/errors';

const tooLong = (options: ErrorOptions) => undecodable('it takes too long', options);

describe('work with a time limit', () => {
  it('gives its result when it ends in time', () => {
    expect(endWithin(10, () => 'done', tooLong)).toBe('done');
  });

  it('is interrupted when it does not end, with the error that says so', () => {
    const endless = () => {
      for (;;);
    };

    expect(() => endWithin(0.05, endless, tooLong)).toThrow(
      expect.objectContaining({ code: 'undecodable', message: expect.stringContaining('takes too long') }),
    );
  });

  it('is interrupted inside a pattern that tries every way', () => {
    const catastrophe = () => /^(a+)+$/.test(`${'a'.repeat(60)}b`);

    expect(() => endWithin(0.05, catastrophe, tooLong)).toThrow('takes too long');
  });

  it('fails with its own error', () => {
    const failing = () => {
      throw new RangeError('of its own');
    };

    expect(() => endWithin(10, failing, tooLong)).toThrow(new RangeError('of its own'));
  });
});
