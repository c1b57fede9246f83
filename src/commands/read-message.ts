import { isOrder, missingMaterial } from '#core/plan/needs.ts';
import { refersToThread, type TalkShape, threadShape } from '#core/plan/talk-wish.ts';
import type { SourceRef } from '#core/request.ts';
import type { Command, Usage } from './command.ts';
import { parseCommand } from './parse.ts';
import { tidyTyped } from './tidy-typed.ts';

/** A piece of material before it has a number. */
export type Material = Pick<SourceRef, 'kind' | 'title' | 'ref'>;

/** A message that another replies to; `isOurs`: of Fanout's own, so that the reply may be said about a run. */
export interface RepliedTo extends Material {
  readonly isOurs: boolean;
}

/**
 * The talk that a message stands in: `isThread` where all of that belongs together, so that it may be what is meant
 * where nothing else is.
 */
export interface Talk {
  readonly isThread: boolean;
  toMaterial(as: TalkShape): Material;
}

/** What an adapter heard somebody say. */
export interface Message {
  /** Without the name of who it is said to. */
  readonly text: string;
  /** What goes before a command there, as in `parseCommand`. Default: nothing. */
  readonly prefix?: '/' | '';
  /** What came with it, in order. Default: nothing. */
  readonly files?: readonly Material[];
  /** Default: nothing. */
  readonly repliesTo?: RepliedTo | null;
  /** Default: none that can be read. */
  readonly talk?: Talk | null;
  /**
   * A form can ask for what is missing, so that nothing at all is a request without words. Default: nothing at all
   * asks for help.
   */
  readonly hasForm?: boolean;
}

export interface ReadMessage {
  /** A request has what came with it as its material. */
  readonly command: Command | Usage;
  /** What a request may be about beside that; nothing that makes one of words about a run. Numbered behind its own. */
  readonly around: readonly SourceRef[];
}

/** What a form can give: a question back of these is one that it asks. */
const ASKED_BY_FORM = ['request_empty', 'material_missing', 'items_missing', 'task_missing'] as const;
export type Missing = (typeof ASKED_BY_FORM)[number];
/** What the talk around a message can give. */
const GIVEN_BY_TALK: readonly Missing[] = ['request_empty', 'material_missing', 'items_missing'];

/**
 * What a message says, whichever chat it was said in: a command, or a request with what it is about. The one place
 * where words that are typed are read before there is a run.
 */
export async function readMessage(message: Message): Promise<ReadMessage> {
  const { text, prefix = '', files = [], repliesTo = null, talk = null, hasForm = false } = message;
  const isBare = tidyTyped(text) === '' && files.length === 0 && repliesTo === null && talk?.isThread !== true;
  if (isBare && !hasForm) return { command: { verb: 'help' }, around: [] };
  const command = await withPlanWish(parseCommand(text, prefix));
  if (command.verb !== 'run') return { command, around: [] };
  const about =
    repliesTo !== null
      ? { kind: repliesTo.kind, title: repliesTo.title, ref: repliesTo.ref }
      : await toTalk(command.text, files.length, talk);
  // What somebody else wrote and this replies to is as good as a file; a message of ours may be about its run.
  const own = about !== null && repliesTo !== null && !repliesTo.isOurs ? [...files, about] : files;
  const sources = toSources(about === null || own !== files ? own : [...files, about]);
  return { command: { ...command, sources: sources.slice(0, own.length) }, around: sources.slice(own.length) };
}

/** The talk around, where the request says that it is about it, or where there is nothing else to work on. */
async function toTalk(request: string, files: number, talk: Talk | null): Promise<Material | null> {
  if (talk === null) return null;
  const isAbout = refersToThread(request) || (talk.isThread && isIn(GIVEN_BY_TALK, await missingMaterial(request, files)));
  return isAbout ? talk.toMaterial(threadShape(request)) : null;
}

/** What a form would have to ask for before this can be planned; null: nothing, or nothing that a form can give. */
export async function findMissing(command: Command | Usage): Promise<Missing | null> {
  if (command.verb !== 'run') return null;
  const code = command.text === '' ? 'request_empty' : await missingMaterial(command.text, command.sources.length);
  return ASKED_BY_FORM.find((it) => it === code) ?? null;
}

const isIn = (codes: readonly string[], code: string | null): boolean => code !== null && codes.includes(code);

/**
 * "plan translate into …": where what follows is plainly a request, its plan is to be seen first. "plan a trip to
 * Rome" is a request itself.
 */
async function withPlanWish(command: Command | Usage): Promise<Command | Usage> {
  if (command.verb !== 'run' || command.card) return command;
  const [, rest] = /^plan\s+(\S[\s\S]*)$/i.exec(command.text) ?? [];
  if (rest === undefined || !(await isOrder(rest))) return command;
  return { ...command, text: rest, card: true, isNew: true };
}

/** Numbered `S1`, `S2`, … in their order. */
export const toSources = (materials: readonly Material[]): SourceRef[] =>
  materials.map(({ kind, title, ref }, index) => ({ id: `S${index + 1}`, kind, title, ref }));
