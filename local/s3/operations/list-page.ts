import type { StoredObject } from '../store/stored-object';
import { compareUtf8 } from '../store/utf8-order';

/** What part of a bucket to list. */
export interface ListQuery {
  readonly prefix: string;
  /** Empty: no grouping. */
  readonly delimiter: string;
  /** Only what comes after this key, in UTF-8 byte order. Empty: from the start. */
  readonly after: string;
  /** A group that an earlier page already gave; its keys are skipped. */
  readonly afterGroup: string;
  readonly maxKeys: number;
}

/** A page: objects, and groups of keys (common prefixes), each counted against `maxKeys`. */
export interface ListPage {
  readonly objects: readonly StoredObject[];
  readonly groups: readonly string[];
  /** Where the next page starts; absent on the last one. */
  readonly next?: Pick<ListQuery, 'after' | 'afterGroup'>;
}

const groupOf = (key: string, { prefix, delimiter }: ListQuery): string | undefined => {
  if (delimiter === '') return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
};

/** Index of the first object after `after`; the list is sorted. */
const firstAfter = (sorted: readonly StoredObject[], after: string): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(sorted[middle]?.key ?? '', after) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Cuts one page out of a bucket's sorted objects (S3, "ListObjectsV2"). */
export const listPage = (sorted: readonly StoredObject[], query: ListQuery): ListPage => {
  const objects: StoredObject[] = [];
  const groups: string[] = [];
  let next = { after: query.after, afterGroup: query.afterGroup };
  if (query.maxKeys === 0) return { objects, groups };
  for (let index = firstAfter(sorted, query.after); index < sorted.length; index += 1) {
    const object = sorted[index];
    if (!object?.key.startsWith(query.prefix)) continue;
    const group = groupOf(object.key, query);
    if (group !== undefined && group === next.afterGroup) continue;
    if (objects.length + groups.length === query.maxKeys) return { objects, groups, next };
    if (group === undefined) objects.push(object);
    else groups.push(group);
    next = { after: object.key, afterGroup: group ?? '' };
  }
  return { objects, groups };
};
