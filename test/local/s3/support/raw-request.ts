import { type RawRequest as SentRequest, sendRaw } from '../../gateway/send-raw';

/** The whole answer. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** Sent exactly as it is: no normalising of `..` or of escapes, unlike fetch. */
export type RawRequest = Omit<SentRequest, 'port' | 'agent'>;

/** Sends a request byte for byte. */
export const rawRequest = async (port: number, request: RawRequest): Promise<RawAnswer> => {
  const { status, headers, text } = await sendRaw({ port, ...request });
  return { status, headers, body: text };
};

/** The `<Code>` of S3's error XML; empty when there is none. */
export const errorCode = (xml: string): string => /<Code>(\w+)<\/Code>/.exec(xml)?.[1] ?? '';
