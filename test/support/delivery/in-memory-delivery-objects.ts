import { Readable } from 'node:stream';
import type {
  DeliveryObjects,
  Derivative,
  OpenedObject,
  OpenOptions,
} from '../../../lambdas/core/delivery/delivery-ports';
import type { Clock } from '../../../lambdas/core/ports';

/** The images bucket in memory; remembers what was asked of it. */
export class InMemoryDeliveryObjects implements DeliveryObjects {
  readonly objects = new Map<string, Derivative>();
  readonly failures = new Map<string, Date>();
  readonly calls: string[] = [];
  /** What `keep` does before it is done. */
  keeping: () => Promise<void> = async () => undefined;

  constructor(private readonly clock: Clock) {}

  async open(key: string, { range, headOnly }: OpenOptions): Promise<OpenedObject | undefined> {
    this.calls.push(`open ${key}`);
    const object = this.objects.get(key);
    if (!object) return undefined;
    const { contentType, body } = object;
    if (headOnly) return { contentType, totalBytes: body.length };
    const match = /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
    if (!match) return { contentType, totalBytes: body.length, body: Readable.from([body]) };
    const [first, last] = [Number(match[1]), Math.min(Number(match[2]), body.length - 1)];
    if (first > last) return { contentType, totalBytes: body.length, span: 'unsatisfiable' };
    return {
      contentType,
      totalBytes: body.length,
      body: Readable.from([body.subarray(first, last + 1)]),
      span: { first, last },
    };
  }

  async read(key: string): Promise<Buffer | undefined> {
    this.calls.push(`read ${key}`);
    return this.objects.get(key)?.body;
  }

  async keep(key: string, derivative: Derivative): Promise<void> {
    this.calls.push(`keep ${key}`);
    await this.keeping();
    this.objects.set(key, derivative);
  }

  async keepFailure(key: string): Promise<void> {
    this.calls.push(`keepFailure ${key}`);
    this.failures.set(key, this.clock());
  }

  async failedAt(key: string): Promise<Date | undefined> {
    return this.failures.get(key);
  }
}
