import { describe, expect, it } from 'vitest';
import { missingMaterial } from '#core/plan/needs.ts';

describe('what a request lacks', () => {
  it.each([
    ['summarize this', 0, 'material_missing'],
    ['please summarize these', 0, 'material_missing'],
    ['translate into French', 0, 'material_missing'],
    ['translate this into French and German', 0, 'material_missing'],
    ['tl;dr', 0, 'material_missing'],
    ['explain this in 3 sentences', 0, 'material_missing'],
    ['improve this for clarity\nand keep it short for me', 0, 'material_missing'],
    ['improve this for clarity\nand then please make it short for me', 0, 'material_missing'],
    ['rewrite this in simple words, then write: a short poem', 0, 'material_missing'],
    ['compare these and answer: which is better for us?', 0, 'material_missing'],
    ['', 0, 'request_empty'],
    ['?', 3, 'request_empty'],
  ] as const)('is said without a run: %j with %i files', async (text, files, code) => {
    expect(await missingMaterial(text, files)).toBe(code);
  });

  it.each([
    ['summarize this', 1],
    ['summarize each of these reports', 3],
    ['translate into French and German', 1],
    ['translate this is a test into French', 0],
    ['translate into French: good morning', 0],
    ['what is the capital of France?', 0],
    ['rewrite this in a formal tone: We are closed on Monday.', 0],
    ['rewrite this in a formal, casual and funny tone: We are closed on Monday.', 0],
    ['rewrite this in a formal tone\n\nWe are closed on Monday.', 0],
    ['explain this.\n\nThe moon is made of cheese.', 0],
    ['rewrite this in a formal tone “we are closed”', 0],
    ['write a haiku about each of cats, dogs and owls', 0],
    // Limits are the real plan's to ask about.
    ['write 5000 slogans for a bakery', 0],
  ] as const)('is nothing where it can be planned: %j with %i files', async (text, files) => {
    expect(await missingMaterial(text, files)).toBeNull();
  });

  it('can be held to limits', async () => {
    expect(await missingMaterial('summarize each of these', 6, { maxLanes: 5 })).toBe('too_many_lanes');
  });
});
