/** The part of Powertools' metrics that counting uploads uses. */
export interface UploadMetrics {
  addMetric(name: string, unit: 'Count' | 'Seconds', value: number): unknown;
  addDimension(name: string, value: string): unknown;
  publishStoredMetrics(): unknown;
}

/** Counts an image that was published, together with what was added before. */
export const countPublished = (metrics: UploadMetrics): void => {
  metrics.addMetric('ImagesPublished', 'Count', 1);
  metrics.publishStoredMetrics();
};

/**
 * Counts a refusal by its code (contract 7), and publishes at once: `code` is a dimension of refusals only, and a
 * dimension applies to everything that is published together.
 */
export const countRefused = (metrics: UploadMetrics, code: number): void => {
  metrics.addDimension('code', String(code));
  metrics.addMetric('UploadsRefused', 'Count', 1);
  metrics.publishStoredMetrics();
};
