import { parseArgv } from '#adapters/terminal/argv.ts';
import { type CliDeps, performCli } from '#adapters/terminal/cli.ts';
import type { Person } from '#adapters/terminal/person.ts';
import { createDispatch } from '#commands/dispatch.ts';
import type { ModelCall } from '#core/ports/model.ts';
import type { Prices } from '#core/ports/prices.ts';
import { type Steps, steered } from '#test/fakes/change-answer.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createLab, type Lab } from '#test/fakes/lab.ts';
import { createScriptedModel, type ScriptedModel } from '#test/fakes/scripted-model.ts';

export interface CliLab extends Lab {
  readonly model: ScriptedModel;
  /** A command line from its words to its end, time moving by itself. Options as in `CliDeps`. */
  cli(argv: readonly string[], deps?: Partial<CliDeps>): Promise<{ readonly status: number; readonly out: string; readonly err: string }>;
}

/** The whole command line on fakes, with a model that tells what is said about runs beside the script. */
export function createCliLab(script: Steps = (call: ModelCall) => `did ${call.instruction}`, prices: Prices = FAKE_PRICES): CliLab {
  const model = createScriptedModel(steered(script));
  const lab = createLab({ model, prices });
  const dispatch = createDispatch(lab.fanout, { cap: 16, model: 'priced', budgetUsd: null, laneTimeoutMs: 120_000, askUsd: 1 });
  return {
    ...lab,
    model,
    async cli(argv, deps = {}) {
      const invocation = parseArgv(argv);
      if (invocation.verb !== 'run' && invocation.verb !== 'resume' && invocation.verb !== 'show' && invocation.verb !== 'retry')
        throw new Error(`can't ${invocation.verb}`);
      const [out, err]: [string[], string[]] = [[], []];
      const ended = performCli(invocation, {
        fanout: lab.fanout,
        dispatch,
        clock: lab.clock,
        input: (async function* () {})(),
        out: (text) => void out.push(text),
        err: (text) => void err.push(text),
        board: null,
        columns: 120,
        folder: '/nowhere',
        interrupted: new AbortController().signal,
        person: null,
        retention: { forget: async () => false, forgetEndedBefore: async () => 0 },
        ...deps,
      });
      let open = true;
      const status = ended.finally(() => {
        open = false;
      });
      status.catch(() => undefined);
      while (open) await lab.clock.advance(100);
      return { status: await status, out: out.join('\n'), err: err.join('\n') };
    },
  };
}

export interface FakePerson extends Person {
  readonly asked: readonly string[];
  /** What the editor was given. */
  readonly edited: readonly string[];
}

/** Types these lines, one a question, then sees the input end; `edits` are what the editor is left with, one a time, null where it fails. Without them there is no editor. */
export function createFakePerson(
  typed: readonly (string | null)[],
  edits: readonly (string | null | ((text: string) => string))[] | null = null,
  typedLines: readonly (readonly string[])[] = [],
): FakePerson {
  const asked: string[] = [];
  const edited: string[] = [];
  const lines = [...typed];
  const blocks = [...typedLines];
  const left = [...(edits ?? [])];
  return {
    asked,
    edited,
    async ask(question) {
      asked.push(question);
      return lines.shift() ?? null;
    },
    async askLines(question) {
      asked.push(question);
      return blocks.shift() ?? null;
    },
    edit:
      edits === null
        ? null
        : async (text) => {
            edited.push(text);
            const it = left.shift() ?? null;
            return typeof it === 'function' ? it(text) : it;
          },
  };
}
