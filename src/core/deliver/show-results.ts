import type { RunView } from '../view/run-view.ts';
import type { OutFile } from './out-file.ts';
import { type Standing, URGENCY } from './pace.ts';
import { type Piece, toAnswerPieces, toFiles, toLanePieces, toReplyPieces } from './pieces.ts';
import { createRests } from './rests.ts';
import type { ShowDeps, Showing } from './show-run.ts';
import { toVersion } from './version.ts';

/** So long an answer lets the results of its own lanes go first. In milliseconds. */
const PATIENCE_MS = 5_000;

/** A message that comes to nothing so often lets the others go first. */
const MOST_TRIES = 4;

/**
 * Posts each lane's result as it comes, then the answer and the files; resolves when all of it is there. One message
 * that the platform keeps failing holds up no other: it rests, longer each time, and comes again.
 */
export async function showResults<C>(showing: Showing<C>, deps: ShowDeps<C>, signal: AbortSignal): Promise<void> {
  const { newest, messages } = showing;
  const rests = createRests(deps.clock);
  let made: { readonly revision: number; readonly files: Promise<OutFile[]> } | null = null;
  /** Made once a revision: of many lanes it is much to read and to pack. */
  const filesOf = (view: RunView, cut: boolean): Promise<OutFile[]> => {
    if (made?.revision !== view.revision) made = { revision: view.revision, files: deps.turns.next().then(() => toFiles(view, cut, deps)) };
    return made.files;
  };
  for (;;) {
    const view = newest.view();
    const pieces = await toPieces(showing, view, filesOf, deps);
    const piece = pieces.find(({ key }) => !rests.isResting(key));
    // First the word that it began, then the run that did.
    if (piece?.key.startsWith('said:') !== true) await showing.follow(view);
    if (pieces.length === 0 && view.phase === 'ended') return;
    if (piece !== undefined) {
      const sinceMs = deps.clock.now();
      const standing = (): Standing => ({ urgency: newest.view().phase === 'ended' ? URGENCY.answer : piece.urgency, sinceMs });
      const content: C | null = await piece.content();
      const isThere =
        content === null
          ? await messages.remove(piece.key, MOST_TRIES, signal)
          : await messages.bring(piece.key, () => ({ version: piece.version, content: content as C }), standing, MOST_TRIES, signal);
      if (!isThere) rests.rest(piece.key);
    } else if (pieces.length === 0) await newest.after(view, signal);
    else await eitherOf((until) => [rests.over(until, signal), newest.after(view, until)], signal);
  }
}

/** Waits for the first of both, and for the other to have let go. */
async function eitherOf(begin: (until: AbortSignal) => readonly Promise<unknown>[], signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const begun = begin(AbortSignal.any([signal, over.signal]));
  try {
    await Promise.race(begun);
  } finally {
    over.abort(OVER);
    await Promise.allSettled(begun);
  }
}

/** Made once: without a reason each abort makes an error with a stack. */
const OVER = new Error('the other came first');

type FilesOf = (view: RunView, cut: boolean) => Promise<OutFile[]>;

/** What is still to be brought, in the order in which it goes. */
async function toPieces<C>(showing: Showing<C>, view: RunView, filesOf: FilesOf, deps: ShowDeps<C>): Promise<readonly Piece<C>[]> {
  const { messages, delivery } = showing;
  const isDue = ({ key, version }: Piece<C>): boolean => {
    const known = messages.known(key);
    if (known?.state === 'gone') return !known.reposted && known.version !== version;
    return known?.state !== 'posted' || known.version !== version;
  };
  const lanes = toLanePieces(view, messages, deps).filter(isDue);
  const replies = toReplyPieces(view, deps).filter(isDue);
  if (view.phase !== 'ended' && !view.published) return [...replies, ...lanes];
  const { pieces, whole } = toAnswerPieces(view, messages, deps);
  // Its parts one after another: a second one before the first would be read first.
  const answer = pieces.filter(isDue).slice(0, 1);
  const budget = deps.budgets.post({ place: delivery.place, thread: delivery.thread });
  const hurries = deps.pace.delayMs(budget, lanes.length) > PATIENCE_MS;
  const said = [...replies, ...(hurries ? [...answer, ...lanes] : [...lanes, ...answer])];
  if (view.phase !== 'ended') return said;
  // A lane that rests holds up no file.
  if (answer.length > 0) return said;
  return [...said, ...(await toFilePieces(showing, view, await filesOf(view, !whole), deps)).filter(isDue)];
}

/** The files, behind all else, and a line about those that the platform did not take. */
async function toFilePieces<C>(
  { messages }: Showing<C>,
  view: RunView,
  files: readonly OutFile[],
  deps: ShowDeps<C>,
): Promise<readonly Piece<C>[]> {
  const keyOf = (file: OutFile): string => `file:${view.revision}:${file.name}`;
  const pieces = files.map(
    (file): Piece<C> => ({
      key: keyOf(file),
      version: String(file.bytes.length),
      urgency: URGENCY.lane,
      content: async () => deps.render.file(view, file),
    }),
  );
  const refused = files.filter((file) => messages.refusal(keyOf(file)) !== null);
  if (refused.length === 0) return pieces;
  const content = deps.render.unfiled(
    view,
    refused.map(({ name }) => name),
    messages.refusal(keyOf(refused[0] as OutFile)) ?? '',
  );
  return [...pieces, { key: `unfiled:${view.revision}`, version: toVersion(content), urgency: URGENCY.lane, content: async () => content }];
}
