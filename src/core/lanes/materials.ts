import { FanoutError } from '../errors.ts';
import type { Material } from '../ports/model.ts';
import type { RunLog } from '../ports/run-log.ts';
import { mergeKey, sourceKey } from '../run/events.ts';
import type { RunState } from '../run/state.ts';

/** Fetches the texts that lanes work on from where they are kept. */
export interface Materials {
  /**
   * The material with these ids, in order: `S…` a source of the request, `T…` a text cut out of it, `R…` the merged result of a stage. Rejects with the
   * `FanoutError` that a source could not be read with.
   */
  gather(state: RunState, ids: readonly string[]): Promise<Material[]>;
}

export function createMaterials(runLog: RunLog): Materials {
  async function source(state: RunState, id: string): Promise<Material> {
    const event = await runLog.get(state.runId, sourceKey(id));
    if (event?.type === 'source.unreadable') throw new FanoutError(event.code, event.reason);
    if (event?.type !== 'source.read') throw new Error(`source ${id} was planned with but not read`);
    return { id, title: event.title, text: event.text, picture: event.picture };
  }

  async function result(state: RunState, id: string): Promise<Material> {
    const stage = Number(id.slice(1));
    const merge = state.merges[stage - 1];
    const event = merge == null ? null : await runLog.get(state.runId, mergeKey(stage, merge.round));
    if (event?.type !== 'stage.merged' || event.text === null) throw new Error(`stage ${stage} has no merged result`);
    return { id, title: state.plan?.stages[stage - 1]?.title ?? id, text: event.text, picture: null };
  }

  async function one(state: RunState, id: string): Promise<Material> {
    if (id.startsWith('R')) return await result(state, id);
    if (id.startsWith('S')) return await source(state, id);
    const text = state.plan?.texts.find((candidate) => candidate.id === id);
    if (text === undefined) throw new Error(`the plan names a text ${id} that it does not have`);
    return { ...text, picture: null };
  }

  return { gather: async (state, ids) => await Promise.all(ids.map((id) => one(state, id))) };
}
