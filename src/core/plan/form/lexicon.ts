import { ASIA } from './words-asia.ts';
import { ENGLISH } from './words-english.ts';
import { EUROPE } from './words-europe.ts';

/**
 * What plain orders are made of, in a dozen languages: closed classes and a few dozen verbs. It is no dictionary: a
 * word that is not here is not understood, and then a model reads the sentence.
 * Phrases stand between bars, in lower case. "Or" is in none of them: what may be had in one way or another is for a
 * model to say.
 */

export type Role =
  /** Verbs, by the work that they order. */
  | 'translate'
  | 'summarize'
  | 'do'
  /** Says something about a thing. */
  | 'tell'
  | 'answer'
  | 'extract'
  | 'count'
  | 'dedupe'
  | 'keywords'
  | 'compare'
  | 'language'
  /** A verb that ends with its list: "fill in the columns A and B", "classify each as A or B". */
  | 'fill'
  | 'classify'
  | 'columns'
  | 'as'
  /** What an order is done to. */
  | 'each'
  | 'these'
  | 'this'
  | 'file'
  | 'row'
  | 'piece'
  /** A piece that longer texts have: a title, a sentence. */
  | 'part'
  | 'findable'
  | 'countable'
  /** Languages: the noun, and what stands before one. */
  | 'languages'
  | 'into'
  /** A list is behind it: "for each of A and B". */
  | 'foreach'
  /** One text of all at the end: "then write one digest". */
  | 'digest'
  | 'and'
  /** Said to be polite, or about how it is to be run: no part of what a lane is told. */
  | 'dropped'
  /** Said before an order or after it; anywhere else it may be the text itself. */
  | 'greeting'
  /** Says which of several: understood where it is about languages. */
  | 'rank'
  /** Says nothing of what is to be done. */
  | 'filler';

export type Lexicon = Readonly<Partial<Record<Role, string>>>;

/** By ISO 639-1 code, in the order in which they are tried. */
export const LEXICON: Readonly<Record<string, Lexicon>> = { ...ENGLISH, ...EUROPE, ...ASIA };
