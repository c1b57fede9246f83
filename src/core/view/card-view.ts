import type { Range } from '../plan/plan.ts';

/** What a person is asked to say yes to, before any platform. */
export interface CardView {
  /** plan: before the first lane; sample: some lanes are there to be seen; change: of a plan at work; more: a stage has more lanes than were approved. */
  readonly kind: 'plan' | 'sample' | 'change' | 'more';
  /** How many are likely. */
  readonly lanes: number;
  /** True: some stage takes its lanes from the one before, so their number is a guess. */
  readonly guessed: boolean;
  /** Lanes that it may grow to; at least `lanes`. */
  readonly most: number;
  /** Who does them, the one with the most lanes first. A null name: no model is asked. */
  readonly models: readonly { readonly name: string | null; readonly lanes: number }[];
  readonly tokens: Range;
  /** Null: a price is unknown. */
  readonly usd: Range | null;
  readonly ms: Range;
  /** Lanes at work at once. */
  readonly cap: number;
  /** Why it is cut this way. Untrusted. */
  readonly why: string;
  /** Null: no cap. */
  readonly budgetUsd: number | null;
  /** What a yes raises that to, where the change has no room under it; null: it stays. */
  readonly raiseUsd: number | null;
  /** Whether a cheaper model could do any of the lanes, as far as is known. */
  readonly cheaper: boolean;
  /** What changes, in one line; null where nothing does. Untrusted. */
  readonly change: string | null;
}
