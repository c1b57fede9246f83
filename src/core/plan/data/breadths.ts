/** Verbs whose work has many sides, as a rule. */
export const BROAD: readonly string[] = [
  'research',
  'investigate',
  'compare',
  'contrast',
  'evaluate',
  'assess',
  'audit',
  'survey',
  'benchmark',
  'plan',
  'brief',
  'analyze',
  'analyse',
  'explore',
  'map',
  'study',
  'prepare',
  'review',
  'examine',
];

/** Words that ask for a wide look, wherever they stand; sources of patterns. */
export const BROAD_PHRASES: readonly string[] = [
  'find\\s+(?:out\\s+)?(?:all|every|everything)',
  'list\\s+(?:all|every)',
  'pros\\s+and\\s+cons',
  'deep\\s+dive',
  'market\\s+(?:overview|research|analysis|study)',
  'competitive\\s+(?:landscape|analysis)',
  'competitor\\s+analysis',
  'due\\s+diligence',
  'landscape\\s+of',
  'state\\s+of\\s+the\\s+art',
  'literature\\s+(?:review|survey)',
  'business\\s+plan',
  'go[- ]to[- ]market',
  'comprehensive(?:ly)?',
  'in\\s+depth',
  'from\\s+(?:every|all|several|different|multiple)\\s+(?:angles?|perspectives?|sides?|points?\\s+of\\s+view)',
  'step\\s+by\\s+step\\s+plan',
];

/** What is one text or one word, whatever else it says; sources of patterns. */
export const NARROW: readonly string[] = [
  'hi',
  'hello',
  'hey',
  'thanks?',
  'thank\\s+you',
  'good\\s+(?:morning|evening|night|afternoon)',
  '(?:write|compose|tell)\\s+(?:me\\s+|us\\s+)?an?\\s+(?:[\\p{L}-]+\\s+){0,2}(?:poem|haiku|limerick|joke|story|song|sonnet|riddle|tweet|slogan|tagline|headline|toast|pun|caption|email|e-mail|letter|message)',
];
