const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of a duration such as `90s`, `15m`, `12h` or `30d`; undefined for any other text, and for none at all. */
export const durationSeconds = (text: string): number | undefined => {
  const [, count, unit = ''] = /^([1-9]\d{0,4})([smhd])$/.exec(text) ?? [];
  const unitSeconds = UNIT_SECONDS[unit];
  return unitSeconds && Number(count) * unitSeconds;
};
