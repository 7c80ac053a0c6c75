import * as z from 'zod';

const response = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * The ids of the messages that failed, from what the handler returned under ReportBatchItemFailures (Lambda developer
 * guide, "Success and failure conditions"): nothing, null or an empty list is success; a malformed answer or an id that
 * was not in the batch fails the whole batch.
 */
export const failedMessageIds = (result: unknown, batch: readonly string[]): readonly string[] => {
  if (result === null || result === undefined || result === '') return [];
  const parsed = response.safeParse(result);
  if (!parsed.success) return batch;
  const failed = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => batch.includes(id)) ? failed : batch;
};
