import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Zod from 'zod';
import { FanoutError } from '#core/errors.ts';

/** What a person knows better than Fanout about a model. */
export interface ModelFacts {
  /** US dollars for a million tokens; null: as listed. */
  readonly price: { readonly input: number; readonly output: number } | null;
  /** Input and output together, in tokens; null: as the provider's record says. */
  readonly windowTokens: number | null;
}

/** By model name. */
export type Models = ReadonlyMap<string, ModelFacts>;

const toShape = (z: typeof Zod) =>
  z.strictObject({
    models: z.record(
      z.string(),
      z.strictObject({
        price: z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }).optional(),
        windowTokens: z.int().positive().optional(),
      }),
    ),
  });

/**
 * Reads the file that `FANOUT_MODELS` names: `{"models": {"NAME": {"price": {"input": 0.1, "output": 0.5}, "windowTokens": 128000}}}`. Throws `FanoutError` `bad_config`, which says what is wrong where.
 */
export function readModels(path: string): Models {
  const content = readJson(path);
  // Loading it takes 60 ms, and most people have no such file.
  const z = createRequire(import.meta.url)('zod') as typeof Zod;
  const parsed = toShape(z).safeParse(content);
  if (!parsed.success) throw new FanoutError('bad_config', `FANOUT_MODELS (${path}) has a problem:\n${z.prettifyError(parsed.error)}`);
  return new Map(
    Object.entries(parsed.data.models).map(([name, { price, windowTokens }]) => [
      name,
      { price: price ?? null, windowTokens: windowTokens ?? null },
    ]),
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const what =
      error instanceof SyntaxError ? 'is not JSON' : `can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
    throw new FanoutError('bad_config', `FANOUT_MODELS: the file ${path} ${what}.`, { cause: error });
  }
}
