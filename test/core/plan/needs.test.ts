import { describe, expect, it } from 'vitest';
import { isWholeRequest, missingMaterial } from '#core/plan/needs.ts';

describe('what a request lacks', () => {
  it.each([
    ['summarize this', 0, 'material_missing'],
    ['please summarize these', 0, 'material_missing'],
    ['translate this into French and German', 0, 'material_missing'],
    ['tl;dr', 0, 'material_missing'],
    ['compare these', 0, 'material_missing'],
    ['fasse diese Dateien zusammen', 0, 'material_missing'],
    ['このファイルを要約して', 0, 'material_missing'],
    ['', 0, 'request_empty'],
    ['?', 3, 'request_empty'],
  ] as const)('is said without a run: %j with %i files', async (text, files, code) => {
    expect(await missingMaterial(text, files)).toBe(code);
  });

  it.each([
    ['summarize this', 1],
    ['summarize each of these reports', 3],
    ['translate into French and German', 1],
    ['translate into French: good morning', 0],
    ['what is the capital of France?', 0],
    ['explain this.\n\nThe moon is made of cheese.', 0],
    ['write a haiku about each of cats, dogs and owls', 0],
    // A model is to say.
    ['for each letter: describe it', 0],
    ['rewrite this in a formal tone', 0],
    ['translate hello into French', 0],
    // Limits are the real plan's to ask about.
    ['summarize each of these', 5_000],
    ['translate into 60 languages: hi', 0],
  ] as const)('is nothing where it can be planned: %j with %i files', async (text, files) => {
    expect(await missingMaterial(text, files)).toBeNull();
  });
});

describe('a request of its own', () => {
  it.each([
    'translate into French: hello',
    'summarize each of these: cats; dogs',
    'Why is the sky blue?\nWho is Bob?',
    'describe “Schadenfreude”',
    '请总结：猫在这里。',
  ])('is told by its form: %j', async (text) => expect(await isWholeRequest(text)).toBe(true));

  it.each(['shorter, please', 'translate into French', 'summarize this', 'what about Oslo?', 'add Rome and Oslo', ''])(
    'is not made up: %j',
    async (text) => expect(await isWholeRequest(text)).toBe(false),
  );
});
