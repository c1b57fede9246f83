import { PassThrough } from 'node:stream';
import { runTerminalChat } from '#adapters/terminal/chat.ts';
import type { Person } from '#adapters/terminal/person.ts';
import { createDispatch } from '#commands/dispatch.ts';
import type { Prices } from '#core/ports/prices.ts';
import { type Steps, steered } from '#test/fakes/change-answer.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';

const MOST_STEPS = 5_000;

/** A chat on fakes, with a model that tells what is said about runs beside the script; `type` and then `until` what is to be read. `interactive`: a person types, else it is piped. */
export function openChat(
  script: Steps = (call) => `did ${call.instruction}`,
  edit: Person['edit'] = null,
  prices: Prices = FAKE_PRICES,
  interactive = false,
) {
  const model = createScriptedModel(steered(script));
  const lab = createLab({ model, prices });
  const dispatch = createDispatch(lab.fanout, { cap: 16, model: 'priced', budgetUsd: null, laneTimeoutMs: 120_000, askUsd: 1 });
  const [input, output] = [new PassThrough(), new PassThrough()];
  let text = '';
  let read = 0;
  output.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const left = runTerminalChat(
    { ...lab, dispatch, input, output, interactive, edit, columns: 100, resumed: [] },
    new AbortController().signal,
  );
  /** What was said since the last one, once it has this in it. */
  async function until(words: string): Promise<string> {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const at = text.indexOf(words, read);
      if (at !== -1) {
        const since = text.slice(read, at + words.length);
        read = at + words.length;
        // The rest of what is said with it, and what is kept of it.
        await lab.clock.advance(0);
        return since;
      }
      await lab.clock.advance(50);
    }
    throw new Error(`never said "${words}" but:\n${text.slice(read)}`);
  }
  return {
    ...lab,
    model,
    until,
    type: (line: string) => void input.write(`${line}\n`),
    async leave(): Promise<string> {
      input.end();
      let open = true;
      const close = (): void => {
        open = false;
      };
      left.then(close, close);
      for (let step = 0; open && step < MOST_STEPS; step += 1) await lab.clock.advance(50);
      if (open) throw new Error(`never left:\n${text}`);
      await left;
      return text;
    },
  };
}
