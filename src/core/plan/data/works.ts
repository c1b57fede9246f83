/** Verbs and nouns that tell what kind of work a step is, beside summaries and translations. */

export const EXTRACTING: readonly string[] = ['extract', 'pull out'];

export const CLASSIFYING: readonly string[] = ['classify', 'categorize', 'categorise', 'label', 'tag', 'bucket', 'triage'];

export const COMPARING: readonly string[] = ['compare', 'contrast', 'diff'];

export const DEDUPING: readonly string[] = ['dedupe', 'deduplicate', 'de-duplicate'];

/** Verbs that find things where the things are of a kind that can be found by their form. */
export const FINDING: readonly string[] = ['find', 'list', 'collect', 'get', 'gather', 'give', 'show', 'identify', 'return', 'highlight'];

/** What is found by its form alone; plurals of these are a list, not one value. */
export const FINDABLE: readonly string[] = [
  'dates',
  'deadlines',
  'amounts',
  'prices',
  'sums of money',
  'money',
  'e-mails',
  'emails',
  'e-mail addresses',
  'email addresses',
  'links',
  'urls',
  'web addresses',
  'phone numbers',
  'action items',
  'todos',
  'to-dos',
];

/** What can be counted without understanding it. */
export const COUNTABLE: readonly string[] = [
  'words',
  'lines',
  'characters',
  'letters',
  'sentences',
  'paragraphs',
  'rows',
  'headings',
  'links',
];

/** Work that changes a text from its beginning to its end, so that its chunks must neither overlap nor be summed up. */
export const TRANSFORMING: readonly string[] = [
  'proofread',
  'rewrite',
  'rephrase',
  'paraphrase',
  'simplify',
  'edit',
  'correct',
  'fix',
  'convert',
  'format',
  'transcribe',
  'annotate',
];
