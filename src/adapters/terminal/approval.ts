import { toCardMark } from '#core/deliver/card-mark.ts';
import type { Fanout } from '#core/fanout.ts';
import type { Wish } from '#core/run/steer.ts';
import { cardLines, cardQuestion } from '#core/view/card-text.ts';
import type { CardView } from '#core/view/card-view.ts';
import { estimateText } from '#core/view/estimate-text.ts';
import type { OfferWish } from '#core/view/offers.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { Watching } from '#core/view/watch.ts';
import { keysText, readKey } from './card-keys.ts';
import { editLanes, typeLanes } from './edit-lanes.ts';
import type { Person } from './person.ts';
import { toPlainLine } from './plain-text.ts';
import { sampleTexts } from './sample-text.ts';

/** A file has room for every prompt. */
export const MOST_EDITED_CHARS = 5_000_000;

export interface ApprovalDeps {
  readonly fanout: Fanout;
  readonly err: (text: string) => void;
  /** Null: nobody is there to be asked. */
  readonly person: Person | null;
  readonly asker: string;
  /** False: why it is cut so stands above already. */
  readonly tellsWhy: boolean;
  /** Aborts at Ctrl-C: then the run is being stopped already. */
  readonly interrupted: AbortSignal;
  /** Said already to whatever is asked. Default: false. */
  readonly yes?: boolean;
}

/** What a run asks people for, put to the person at the terminal. */
export interface Approval {
  /** Shows what the run asks for in this view and puts the answer into its log. Harmless where it asks for nothing. */
  decide(view: RunView): Promise<void>;
  /** False once the plan was refused, or where nobody was there to say yes. */
  isGiven(): boolean;
}

export function createApproval({ fanout, err, person, asker, tellsWhy, interrupted, yes = false }: ApprovalDeps): Approval {
  let given = true;

  const steer = (view: RunView, wish: Wish): Promise<string | null> => fanout.steer(view.runId, wish, asker);

  /** Nobody can say yes: it ends before it spends more. */
  async function refuse(view: RunView, card: CardView): Promise<void> {
    const why = view.why === null ? '' : `${toPlainLine(view.why)}. `;
    err(
      card.kind === 'plan'
        ? `${why}That is ${estimateText(view)}. Say --yes to run it.`
        : `${cardQuestion(card)} Nobody is here to say yes.`,
    );
    given = false;
    await steer(view, { kind: card.kind === 'change' ? 'decline' : 'stop' });
  }

  async function edit(view: RunView, it: Person): Promise<string | null> {
    const lines = await fanout.watch.editable(view.runId, MOST_EDITED_CHARS);
    if (lines === null) return 'The lanes of this run can not be edited here.';
    const submit = (text: string) => steer(view, { kind: 'edit', text, mostChars: MOST_EDITED_CHARS });
    return await (it.edit === null ? typeLanes(lines, { person: it, say: err, submit }) : editLanes(lines, { edit: it.edit, submit }));
  }

  /** Gives what to say where the card is to be asked again. */
  async function carryOut(view: RunView, wish: OfferWish, it: Person): Promise<string | null> {
    switch (wish) {
      case 'yes':
        return await steer(view, { kind: 'approve', mark: toCardMark(view) });
      case 'edit':
        return await edit(view, it);
      case 'sample':
      case 'cheaper':
      case 'decline':
        return await steer(view, { kind: wish, mark: toCardMark(view) });
      default:
        if (view.card?.kind === 'plan') given = false;
        return await steer(view, { kind: 'stop' });
    }
  }

  return {
    isGiven: () => given,
    async decide(view) {
      const { card } = view;
      if (card === null) return;
      if (yes) return void (await steer(view, { kind: 'approve', mark: toCardMark(view) }));
      if (person === null) return await refuse(view, card);
      if (card.kind === 'sample') for (const text of await sampleTexts(view, fanout.watch)) err(text);
      for (const line of cardLines(tellsWhy ? card : { ...card, why: '' })) err(toPlainLine(line));
      for (;;) {
        const typed = await person.ask(toPrompt(view, card));
        if (interrupted.aborted) return;
        const problem = await answer(view, card, typed, person);
        if (problem === null) return;
        err(problem);
      }
    },
  };

  async function answer(view: RunView, card: CardView, typed: string | null, it: Person): Promise<string | null> {
    const word = typed?.trim() ?? '';
    const wish = readKey(view, word);
    if (wish !== null) return await carryOut(view, wish, it);
    const isSample = card.kind === 'sample';
    if (typed === null || (word === '' && !isSample)) return await carryOut(view, card.kind === 'change' ? 'decline' : 'stop', it);
    if (isSample && word.length !== 1) return await steer(view, { kind: 'release', correction: word });
    return isSample ? 'Say in words what should be different, or r or q.' : `That is none of ${keysText(view)}.`;
  }
}

function toPrompt(view: RunView, card: CardView): string {
  const question = toPlainLine(cardQuestion(card));
  if (card.kind === 'plan') return `${question} ${keysText(view)} `;
  return card.kind === 'sample' ? `${question} Enter runs the rest, q stops, other words join every lane: ` : `${question} [y/N] `;
}

/** Waits for a run's plan, and for the yes where it needs one. */
export async function waitForApproval(runId: string, watch: Watching, approval: Approval, signal: AbortSignal): Promise<void> {
  for await (const view of watch.views(runId, 20, signal)) {
    if (view.phase === 'reading' || view.phase === 'planning') continue;
    await approval.decide(view);
    return;
  }
}

/** Asks whatever a run asks for until it has ended. */
export async function approveAll(runId: string, watch: Watching, approval: Approval, signal: AbortSignal): Promise<void> {
  for await (const view of watch.views(runId, 20, signal)) await approval.decide(view);
}
