import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ModelEndpoint, type ModelEndpointOptions, startModelEndpoint } from './model-endpoint/model-endpoint.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const RED_KEY = 'sk-red-71c2';
export const BLUE_KEY = 'sk-blue-88f0';

export interface TwoEndpoints {
  readonly red: ModelEndpoint;
  readonly blue: ModelEndpoint;
  /** Both as providers of a file of models, each with the variable of its key. */
  readonly providers: Readonly<Record<'red' | 'blue', object>>;
  readonly keys: Readonly<Record<string, string>>;
}

/** Two endpoints with a key each; both end with the test. */
export async function openTwo(answer: ModelEndpointOptions['answer'] = ({ model }) => `by ${model}`): Promise<TwoEndpoints> {
  const red = await startModelEndpoint({ key: RED_KEY, models: ['red-small', 'red-large'], answer });
  const blue = await startModelEndpoint({ key: BLUE_KEY, models: ['blue-one'], answer });
  onTestFinished(async () => {
    await Promise.all([red.close(), blue.close()]);
  });
  return {
    red,
    blue,
    providers: {
      red: { baseUrl: red.baseUrl, apiKeyEnv: 'RED_KEY', capabilities: { jsonSchema: true } },
      blue: { baseUrl: blue.baseUrl, apiKeyEnv: 'BLUE_KEY', capabilities: { vision: false } },
    },
    keys: { RED_KEY, BLUE_KEY },
  };
}

/** Writes a file of models that goes with the test; gives its path. */
export function writeModels(content: object): string {
  const path = join(temporaryFolder(), 'models.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}
