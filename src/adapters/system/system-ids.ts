import { randomInt, randomUUID } from 'node:crypto';
import type { Ids } from '#core/ports/ids.ts';

/** Without vowels, so that no id spells a word, and without what is read as something else. */
const ALPHABET = 'bcdfghjkmnpqrstvwxyz23456789';
const LENGTH = 8;

export const systemIds: Ids = {
  runId: () => Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  pressId: () => randomUUID(),
  chance: () => Math.random(),
};
