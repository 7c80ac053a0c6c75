/** In the order in which they stop: first nobody new comes in, then work under way ends, then the data is closed. */
const STAGES = ['gateways', 'eventSources', 'functions', 'storage'] as const;
type Stage = (typeof STAGES)[number];

/** How long a stage may take before the next one goes ahead, in milliseconds; together less than five seconds. */
const PATIENCE_MILLISECONDS: Readonly<Record<Stage, number>> = {
  gateways: 2_000,
  eventSources: 500,
  functions: 500,
  storage: 1_500,
};

const withinMilliseconds = async (limit: number, work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limit);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
};

/** What has been started and must be stopped in the right order. */
export class RunningParts {
  readonly #parts: { stage: Stage; close: () => Promise<void> }[] = [];

  /** `log` takes one line for each part that fails to stop. */
  constructor(private readonly log: (line: string) => void) {}

  /** Remembers a started part and returns it. */
  add<Part extends { close(): Promise<void> }>(stage: Stage, part: Part): Part {
    const close = () =>
      part.close().catch((error: unknown) => {
        this.log(`${stage}: failed to stop: ${error instanceof Error ? error.stack : String(error)}`);
      });
    this.#parts.push({ stage, close });
    return part;
  }

  /**
   * Stops everything in under five seconds; never throws. Whatever does not end in time is left behind: acknowledged
   * work is on disk by then, and the process ends.
   */
  async close(): Promise<void> {
    for (const stage of STAGES) {
      const closing = this.#parts.filter((part) => part.stage === stage).map(({ close }) => close());
      await withinMilliseconds(PATIENCE_MILLISECONDS[stage], Promise.all(closing));
    }
  }
}
