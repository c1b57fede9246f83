import type { Request } from '../request.ts';
import type { KnownSource, PlanDeps, Planned } from './plan.ts';
import type { Step } from './step.ts';

/** A request as rules see it. */
export interface Ask {
  readonly request: Request;
  readonly sources: readonly KnownSource[];
  /** The whole request read as one step. */
  readonly whole: Step;
  readonly deps: PlanDeps;
}

/** Plans a request, asks back, or leaves it to the next rule (null). */
export type Rule = (ask: Ask) => Promise<Planned | null>;
