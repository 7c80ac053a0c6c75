/** A running checksum over chunks. */
export interface RunningChecksum {
  update(chunk: Uint8Array): void;
  /** Base64 of the big-endian checksum, as the `x-amz-checksum-*` headers have it. */
  digest(): string;
}

/** Half a CRC of up to 64 bits: JavaScript's integers end at 32. */
interface Word {
  high: number;
  low: number;
}

const buildTables = (polynomial: Word): { high: Uint32Array; low: Uint32Array } => {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let index = 0; index < 256; index += 1) {
    const word: Word = { high: 0, low: index };
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = word.low & 1;
      word.low = (word.low >>> 1) | ((word.high & 1) << 31);
      word.high >>>= 1;
      if (carry) {
        word.low ^= polynomial.low;
        word.high ^= polynomial.high;
      }
    }
    high[index] = word.high;
    low[index] = word.low;
  }
  return { high, low };
};

/**
 * A reflected CRC of 32 or 64 bits with all bits set at start and inverted at the end; all three that S3 knows
 * are of that kind (RFC 3385, NVM Express 2.0). A 32-bit CRC keeps its high word zero.
 */
class ReflectedCrc implements RunningChecksum {
  readonly #tables: ReturnType<typeof buildTables>;
  #high: number;
  #low = 0xffffffff;

  constructor(
    tables: ReturnType<typeof buildTables>,
    private readonly bytes: 4 | 8,
  ) {
    this.#tables = tables;
    this.#high = bytes === 8 ? 0xffffffff : 0;
  }

  update(chunk: Uint8Array): void {
    const tables = this.#tables;
    let high = this.#high;
    let low = this.#low;
    for (const byte of chunk) {
      const index = (low ^ byte) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (tables.low[index] ?? 0);
      high = (high >>> 8) ^ (tables.high[index] ?? 0);
    }
    this.#high = high;
    this.#low = low;
  }

  digest(): string {
    const words = Buffer.alloc(8);
    words.writeUInt32BE(~this.#high >>> 0, 0);
    words.writeUInt32BE(~this.#low >>> 0, 4);
    return words.subarray(8 - this.bytes).toString('base64');
  }
}

const CRC32 = buildTables({ high: 0, low: 0xedb88320 });
const CRC32C = buildTables({ high: 0, low: 0x82f63b78 });
const CRC64NVME = buildTables({ high: 0x9a6c9329, low: 0xac4bc9b5 });

/** The CRC of zip and PNG. */
export const crc32 = (): RunningChecksum => new ReflectedCrc(CRC32, 4);
/** Castagnoli's, as in iSCSI. */
export const crc32c = (): RunningChecksum => new ReflectedCrc(CRC32C, 4);
/** The 64-bit CRC of NVM Express. */
export const crc64nvme = (): RunningChecksum => new ReflectedCrc(CRC64NVME, 8);
