import { FanoutError } from '../errors.ts';
import { toMarkList } from '../merge/claims/cited-source.ts';
import { marksIn } from '../merge/claims/marks.ts';
import { readMerged } from '../merge/read-rows.ts';
import { toMarkdownTable } from '../merge/table.ts';
import type { Material } from '../ports/model.ts';
import type { RunLog } from '../ports/run-log.ts';
import type { ReadDocument, Table } from '../ports/source-reader.ts';
import { endKey, sourceKey } from '../run/events.ts';
import type { RunState } from '../run/state.ts';

/** Fetches what lanes work on from where it is kept. */
export interface Materials {
  /**
   * The material with these ids, in order; see `LanePlan.sources` for what they look like. Rejects with the
   * `FanoutError` that a source could not be read with.
   */
  gather(state: RunState, ids: readonly string[]): Promise<Material[]>;
  /** The rows of a source; null where it has none, or could not be read. */
  table(state: RunState, source: string): Promise<Table | null>;
}

/** Sources kept at hand: lanes that share one, or go through the rows of one, follow each other closely. */
const KEPT = 4;

export function createMaterials(runLog: RunLog): Materials {
  const kept = new Map<string, Promise<ReadDocument>>();

  async function read(runId: string, source: string): Promise<ReadDocument> {
    const event = await runLog.get(runId, sourceKey(source));
    if (event?.type === 'source.unreadable') throw new FanoutError(event.code, event.reason);
    if (event?.type !== 'source.read') throw new Error(`source ${source} was planned with but not read`);
    return event;
  }

  function readOnce(runId: string, source: string): Promise<ReadDocument> {
    const key = `${runId} ${source}`;
    const reading = kept.get(key) ?? read(runId, source);
    kept.delete(key);
    kept.set(key, reading);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return reading;
  }

  async function one(state: RunState, id: string): Promise<Material> {
    if (id.startsWith('R')) return await result(state, id);
    if (id.startsWith('L')) return await given(state, id);
    const { source, part } = toParts(id);
    if (!source.startsWith('T')) return toMaterial(id, await readOnce(state.runId, source), part);
    const text = toMaterial(id, cutText(state, source), part);
    return (await isMarked(state, text)) ? { ...text, marked: true } : text;
  }

  /** An item of a list has the marks of what it was taken from. */
  async function isMarked(state: RunState, { id, text }: Material): Promise<boolean> {
    const [, stage] = /^T([1-9]\d*)\.\d+\.\d+$/.exec(id) ?? [];
    if (stage === undefined || marksIn(text).length === 0) return false;
    return ((await readMerged(state, Number(stage) - 1, runLog))?.cited ?? []).length > 0;
  }

  /** A result with its marks and what they stand for; of a table all columns, whatever the answer shows of it. */
  async function result(state: RunState, id: string): Promise<Material> {
    const stage = Number(id.slice(1));
    const merged = await readMerged(state, stage, runLog);
    if (merged === null) throw new FanoutError('stage_before_failed', `stage ${stage}, whose result it needs, gave none`);
    const { table, cited = [] } = merged;
    const text = `${table === null ? merged.text : toMarkdownTable(table)}${toMarkList(cited)}`;
    const title = state.plan?.stages[stage - 1]?.title ?? id;
    return { id, title, text, picture: null, ...(cited.length > 0 && { marked: true }) };
  }

  /** What a lane gave in one of its starts. */
  async function given(state: RunState, id: string): Promise<Material> {
    const [, lane = '', start = ''] = /^L(\d+)\.(\d+)$/.exec(id) ?? [];
    const event = await runLog.get(state.runId, endKey(Number(lane), Number(start)));
    if (event?.type !== 'lane.done') throw new Error(`${id} names a result that is not there`);
    return { id, title: state.lanes.at(Number(lane) - 1)?.plan.title ?? id, text: event.text, picture: null };
  }

  return {
    gather: async (state, ids) => await Promise.all(ids.map((id) => one(state, id))),
    async table({ runId, sources }, source) {
      if (!sources.some(({ id, status }) => id === source && status === 'read')) return null;
      return (await readOnce(runId, source)).table;
    },
  };
}

function cutText(state: RunState, id: string): ReadDocument {
  const text = [...(state.plan?.texts ?? []), ...state.texts].find((candidate) => candidate.id === id);
  if (text === undefined) throw new Error(`the plan names a text ${id} that it does not have`);
  return { title: text.title, text: text.text, table: null, picture: null };
}

type Part =
  | { readonly kind: 'whole' }
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

function toParts(id: string): { readonly source: string; readonly part: Part } {
  const match = /^(?<source>[ST][\d.]+)(?:#(?<row>\d+)|@(?<from>\d+)-(?<to>\d+))?$/.exec(id);
  if (match?.groups === undefined) throw new Error(`${id} is no id of material`);
  const { source = '', row, from, to } = match.groups;
  if (row !== undefined) return { source, part: { kind: 'row', row: Number(row) } };
  return { source, part: from === undefined ? { kind: 'whole' } : { kind: 'range', from: Number(from), to: Number(to) } };
}

function toMaterial(id: string, { title, text, table, picture }: ReadDocument, part: Part): Material {
  switch (part.kind) {
    case 'whole':
      return { id, title, text, picture };
    case 'row':
      return { id, title: `${title}, row ${part.row}`, text: toRowText(table, part.row), picture: null };
    case 'range':
      return { id, title, text: text.slice(part.from, part.to), picture: null };
    default:
      throw new Error(`unknown part ${JSON.stringify(part satisfies never)}`);
  }
}

function toRowText(table: Table | null, row: number): string {
  const cells = table?.rows[row - 1];
  if (table === null || cells === undefined) throw new Error(`there is no row ${row}`);
  return table.columns.map((column, index) => `${column}: ${cells[index] ?? ''}`).join('\n');
}
