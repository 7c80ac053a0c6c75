import { Logger } from '@aws-lambda-powertools/logger';

/** The function's structured logger; service name and level come from Powertools' own variables. */
export const createLogger = (): Logger => new Logger();
