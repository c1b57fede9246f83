import { isShown, type Planned } from '#core/plan/plan.ts';
import type { Decides, RequestFixture } from '#test/fixtures/requests/request-fixture.ts';

/** How one fixture went. */
export interface Score {
  readonly name: string;
  /** ISO 639-1 code of the language of the request. */
  readonly lang: string;
  /** Who decided; a planner was asked exactly where it was `model`. */
  readonly decides: Decides;
  /** A question, one call, or more. */
  readonly kind: boolean;
  readonly lanes: boolean;
  readonly merge: boolean;
  /** The stages that stand in the answer. */
  readonly shown: boolean;
  /** Who decided is who should. */
  readonly decided: boolean;
  /** What it came to and what was expected, for the table: `3+each digest`. */
  readonly got: string;
  readonly wanted: string;
  readonly ms: number;
  /** Null: not known. */
  readonly usd: number | null;
}

/** What a score is made of beside the fixture. */
export interface Tried {
  readonly planned: Planned;
  readonly decides: Decides;
  readonly ms: number;
  readonly usd: number | null;
}

/** A real planner may cut somewhat finer or coarser than the fixture says: so much of its number, but at least so many. */
const SHARE = 0.5;
const LEAST = 1;

type Widths = readonly (number | 'each')[];

/** A plan or a question, as far as it is scored. */
interface Shape {
  readonly kind: 'question' | 'one call' | 'fan out';
  readonly stages: Widths;
  readonly merge: string;
  readonly shown: readonly number[];
}

/** A plan with one lane and one with several are different kinds: one says that there is nothing to cut. */
const kindOf = (stages: Widths): Shape['kind'] => (stages.length === 1 && stages[0] === 1 ? 'one call' : 'fan out');

function toGot(planned: Planned): Shape {
  if (planned.kind === 'question') return { kind: 'question', stages: [], merge: planned.code, shown: [] };
  const { plan } = planned;
  const stages = plan.stages.map((stage) => (stage.each == null ? stage.lanes.length : 'each'));
  const shown = stages.flatMap((_, index) => (isShown(plan, index + 1) ? [index + 1] : []));
  return { kind: kindOf(stages), stages, merge: plan.stages.at(-1)?.merge ?? '', shown };
}

function toWanted({ expect }: RequestFixture): Shape {
  if (expect.kind === 'question') return { kind: 'question', stages: [], merge: expect.code, shown: [] };
  const { stages, merge, shown = [stages.length] } = expect;
  return { kind: kindOf(stages), stages, merge, shown };
}

const sum = (stages: Widths): number => stages.reduce<number>((total, width) => total + (width === 'each' ? 0 : width), 0);

function isNear(got: Widths, wanted: Widths): boolean {
  const most = sum(wanted);
  return Math.abs(sum(got) - most) <= Math.max(LEAST, most * SHARE) && got.includes('each') === wanted.includes('each');
}

/** Counted back from the last stage (0), since a planner may do in two steps what the fixture does in one. */
const fromLast = ({ stages, shown }: Shape): string => shown.map((stage) => stages.length - stage).join();

const tell = ({ stages, merge, shown }: Shape): string => {
  const aside = shown.length === 1 && shown[0] === stages.length ? '' : `, shows ${shown.join('+') || 'nothing'}`;
  return stages.length === 0 ? `question ${merge}` : `${stages.join('+')} ${merge}${aside}`;
};

/** Holds what was planned against what the fixture expects. Nothing of a question where a plan was due is right, nor the other way round. */
export function toScore(fixture: RequestFixture, { planned, decides, ms, usd }: Tried): Score {
  const got = toGot(planned);
  const wanted = toWanted(fixture);
  const sameSort = (got.kind === 'question') === (wanted.kind === 'question');
  return {
    name: fixture.name,
    lang: fixture.lang ?? 'en',
    decides,
    kind: got.kind === wanted.kind,
    lanes: sameSort && isNear(got.stages, wanted.stages),
    merge: got.merge === wanted.merge,
    shown: sameSort && fromLast(got) === fromLast(wanted),
    decided: decides === fixture.expect.decides,
    got: tell(got),
    wanted: tell(wanted),
    ms,
    usd,
  };
}

/** Whether the plan is right; who decided is another matter. */
export const isRight = ({ kind, lanes, merge, shown }: Score): boolean => kind && lanes && merge && shown;
