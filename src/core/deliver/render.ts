import type { LaneView, ReplyView, RunView } from '../view/run-view.ts';
import type { OutFile } from './out-file.ts';

/** What the aside to one person is about. `begun` and `atWork`: the place can't be written, and why; `ended`: the answer, since it can't go there. */
export type AsideStep = 'begun' | 'atWork' | 'ended';

export interface AnswerParts<C> {
  /** In order; at least one. */
  readonly parts: readonly C[];
  /** False: they show only its beginning, and the whole goes out as a file. */
  readonly whole: boolean;
}

export interface LaneReply<C> {
  readonly content: C;
  /** False: it shows only the beginning of what the lane gave. */
  readonly whole: boolean;
}

/** What a run's messages look like on one platform. Pure: the same view gives the same messages. */
export interface Render<C> {
  /** The one status message. `begins`: it stands in the place itself and its thread hangs from it, so it says who (an opaque id) asked for what. */
  board(view: RunView, person: string, begins: boolean, nowMs: number): C;
  /** What one lane came to; `text` is null where it has no result. */
  lane(view: RunView, lane: LaneView, text: string | null): LaneReply<C>;
  /** What an ended run came to: its answer, its question back, or that there is none and why. */
  answer(view: RunView): AnswerParts<C>;
  /** What Fanout says to what somebody said about the run. */
  reply(view: RunView, reply: ReplyView): C;
  file(view: RunView, file: OutFile): C;
  /** That these files could not be added, and why. */
  unfiled(view: RunView, names: readonly string[], reason: string): C;
  /** `reason` is why it is told aside; '' at the end where it was told before. */
  aside(view: RunView, step: AsideStep, reason: string): C;
}
