import { toKey } from '../../merge/near.ts';
import type { DraftLane, DraftStage } from './draft.ts';
import { quote } from './said.ts';

/** A stage whose lanes need nothing of each other. */
export interface OrderedStage extends DraftStage {
  /** Which of the planner's stages it is, 1-based; several may be parts of one. */
  readonly origin: number;
}

export interface Ordered {
  readonly stages: readonly OrderedStage[];
  readonly notes: readonly string[];
}

/** Stages that one may become; what would come still later runs with the last. */
const MAX_LEVELS = 6;
const name = (lane: DraftLane): string => quote(lane.title);

/** Which lanes of its stage each lane needs, by position; what is not of the stage, or is itself, counts for nothing. */
function toNeeds(lanes: readonly DraftLane[]): readonly (readonly number[])[] {
  const byTitle = new Map<string, number>();
  lanes.forEach((lane, at) => {
    const key = toKey(lane.title);
    if (!byTitle.has(key)) byTitle.set(key, at);
  });
  return lanes.map((lane, at) => {
    const needed = lane.needs.map((title) => byTitle.get(toKey(title))).filter((need) => need !== undefined && need !== at);
    return [...new Set(needed)] as number[];
  });
}

/** How many lanes each has to wait for one after another. Walks without recursion, since a chain may be thousands long; a need that leads back is cut. */
function toDepths(needs: readonly (readonly number[])[]): { readonly depths: readonly number[]; readonly cut: readonly number[] } {
  const depths = needs.map(() => -1);
  const open = new Set<number>();
  const cut = new Set<number>();
  for (let start = 0; start < needs.length; start++) {
    const path: { at: number; next: number; depth: number }[] = [];
    const enter = (at: number): void => {
      open.add(at);
      path.push({ at, next: 0, depth: 0 });
    };
    if (depths[start] === -1) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const need = needs[top.at]?.[top.next];
      if (need === undefined) {
        depths[top.at] = top.depth;
        open.delete(top.at);
        path.pop();
        continue;
      }
      const known = depths[need] ?? -1;
      if (known === -1 && !open.has(need)) {
        enter(need);
        continue;
      }
      if (open.has(need)) cut.add(top.at);
      else top.depth = Math.max(top.depth, known + 1);
      top.next += 1;
    }
  }
  return { depths, cut: [...cut] };
}

/**
 * Lanes that need another's result are moved to a stage after it. What nobody needs comes in the last of the stages that one becomes, so that the merge the
 * planner wished for has it.
 */
export function orderNeeds(stages: readonly DraftStage[]): Ordered {
  const notes: string[] = [];
  const ordered = stages.flatMap((stage, index): OrderedStage[] => {
    const origin = index + 1;
    const needs = toNeeds(stage.lanes);
    if (needs.every((need) => need.length === 0)) return [{ ...stage, origin }];
    const { depths, cut } = toDepths(needs);
    for (const at of cut.slice(0, 3)) {
      const lane = stage.lanes[at];
      if (lane !== undefined) notes.push(`${name(lane)} needed a lane that waits for it: it goes without.`);
    }
    const last = Math.min(MAX_LEVELS - 1, Math.max(...depths));
    if (last <= 0) return [{ ...stage, origin }];
    const isNeeded = new Set(needs.flat());
    const depthOf = (at: number): number => (isNeeded.has(at) ? Math.min(last, depths[at] ?? 0) : last);
    const levels = Array.from({ length: last + 1 }, (_, depth) => stage.lanes.filter((__, at) => depthOf(at) === depth));
    const moved = stage.lanes.filter((_, at) => (depths[at] ?? 0) > 0);
    const named = moved.slice(0, 3).map(name).join(', ');
    notes.push(
      `${named}${moved.length > 3 ? ` and ${moved.length - 3} more` : ''} ${moved.length === 1 ? 'needs' : 'need'} other lanes: made a stage after them.`,
    );
    const filled = levels.filter((lanes) => lanes.length > 0);
    return filled.map((lanes, depth) =>
      depth === filled.length - 1
        ? { ...stage, lanes, origin }
        : {
            ...stage,
            title: lanes.map((lane) => lane.title).join(', '),
            lanes,
            merge: 'ordered',
            mergePrompt: stage.mergePrompt,
            key: null,
            origin,
          },
    );
  });
  return { stages: ordered, notes };
}
