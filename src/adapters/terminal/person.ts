import { createInterface } from 'node:readline';

/** Who sits at the terminal. */
export interface Person {
  /** The line typed after the question; null where there is none to come: Ctrl-C, or the end of the input. */
  ask(question: string): Promise<string | null>;
  /** The lines typed until an empty one, which is not among them; null as `ask`. */
  askLines(question: string): Promise<readonly string[] | null>;
  /** The text as it was left in this person's editor; null where that did not end well. Null: they have none. */
  readonly edit: ((text: string) => Promise<string | null>) | null;
}

export interface PersonDeps {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly edit: Person['edit'];
  /** Ctrl-C while a question is open: the terminal gives it to whoever reads its keys, and sends no signal. */
  interrupt(): void;
  /** From now on nothing is asked, and what is asked has no answer. */
  readonly interrupted: AbortSignal;
}

export function createPerson({ input, output, edit, interrupt, interrupted }: PersonDeps): Person {
  async function read(question: string, isEnough: (line: string) => boolean): Promise<string[] | null> {
    if (interrupted.aborted) return null;
    // Between two questions the terminal belongs to the board, the editor and the shell's own Ctrl-C.
    const lines = createInterface({ input, output, prompt: question });
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const leave = (): void => resolve(false);
    const typed: string[] = [];
    lines.on('line', (line) => {
      typed.push(line);
      if (isEnough(line)) resolve(true);
    });
    lines.on('SIGINT', () => {
      output.write('\n');
      leave();
      interrupt();
    });
    lines.on('close', leave);
    interrupted.addEventListener('abort', leave);
    lines.prompt();
    try {
      return (await promise) ? typed : null;
    } finally {
      interrupted.removeEventListener('abort', leave);
      lines.close();
    }
  }

  return {
    ask: async (question) => (await read(question, () => true))?.[0] ?? null,
    async askLines(question) {
      const lines = await read(question, (line) => line.trim() === '');
      return lines === null
        ? null
        : lines.slice(
            0,
            lines.findIndex((line) => line.trim() === ''),
          );
    },
    edit,
  };
}
