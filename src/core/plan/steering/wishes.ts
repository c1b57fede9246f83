import { COMPARATIVES, CONTENTS, QUALITIES } from '../data/style-words.ts';
import { oneOf } from '../read/pattern.ts';

const SOMEWHAT = '(?:(?:much|a\\s+(?:bit|little|lot|tad)|slightly|even|way|far|somewhat|rather|still)\\s+)?';
const STYLE = `${SOMEWHAT}(?:${oneOf(COMPARATIVES)}(?:\\s+(?:sentences|paragraphs|words|texts|answers|tone|titles))?|(?:more|less|not\\s+(?:so|as|too)|fewer|too)\\s+(?:${oneOf([...QUALITIES, ...CONTENTS])}|much\\s+${oneOf(CONTENTS)}))`;
const STYLES = `${STYLE}(?:(?:\\s*,)?\\s+(?:and|but|yet)\\s+${STYLE}|\\s*,\\s*${STYLE}){0,3}`;
const ALL =
  '(?:it|them|they|this|these|that|those|all(?:\\s+of\\s+(?:it|them))?|everything|each(?:\\s+(?:one|of\\s+them))?|every\\s+(?:one|lane)|the\\s+(?:answers?|texts?|translations?|results?|lanes|summaries|tone|style|wording))';
const AMOUNT = '(?:words|sentences|bullets|bullet\\s+points|lines|paragraphs|characters|pages?|word|sentence|paragraph|line)';
const NUMBER = '(?:\\d{1,5}|an?|one|two|three|four|five|six|seven|eight|nine|ten)';

const ADJECTIVE = `(?:${oneOf(QUALITIES)})`;

/** What people say of how a text should be, with nothing that it is said of. Each is the whole of the words. */
const FORMS: readonly RegExp[] = [
  STYLES,
  `(?:make|keep|get)\\s+${ALL}\\s+(?:(?:all|sound)\\s+)?(?:${STYLES}|${ADJECTIVE})`,
  `(?:write|phrase|put|say)\\s+${ALL}\\s+(?:${STYLES}|${ADJECTIVE}ly)`,
  `(?:${ALL}(?:'s|’s)?\\s+(?:is|are|was|were|should\\s+be|must\\s+be|could\\s+be|can\\s+be|has\\s+to\\s+be)?\\s*)?${STYLES}`,
  `in\\s+(?:an?\\s+)?(?:[\\p{L}-]+\\s+){0,3}(?:tone|style|voice|tense|person|words|language\\s+that\\s+[\\p{L}\\s]{3,60})`,
  `(?:in|as|with)\\s+(?:an?\\s+)?(?:[\\p{L}-]+\\s+){0,2}${oneOf(CONTENTS)}`,
  `(?:without|no)\\s+(?:any\\s+|the\\s+)?(?:[\\p{L}-]+\\s+){0,2}${oneOf(CONTENTS)}`,
  `add\\s+(?:some\\s+|more\\s+|a\\s+few\\s+|a\\s+bit\\s+of\\s+)?${oneOf(CONTENTS)}`,
  `(?:(?:make|keep|cut)\\s+${ALL}\\s+(?:to\\s+)?)?(?:in\\s+|only\\s+|just\\s+)?(?:at\\s+most|max(?:imum|\\.)?|no\\s+more\\s+than|not\\s+more\\s+than|under|within|below|up\\s+to|about|around)\\s+${NUMBER}\\s+${AMOUNT}(?:\\s+(?:each|per\\s+lane|max))?`,
  `(?:in\\s+)?${NUMBER}\\s+${AMOUNT}\\s+(?:each|max|at\\s+most|per\\s+lane)`,
  `in\\s+${NUMBER}\\s+${AMOUNT}`,
].map((form) => new RegExp(`^(?:${form})$`, 'iu'));

/** A wish that says itself what to do. */
const ORDERS =
  /^(?:use|keep|avoid|don't|don’t|do\s+not|never|always|prefer|stick\s+to|leave|spell|mention|include|emphasi[sz]e|focus\s+on|write\s+(?:in|with|for|as|numbers|dates|names)|respect|preserve|be|cite|sign)\s+\S/i;
/** Orders about the run itself, or none at all: for somebody who understands more. */
const NOT_ABOUT_TEXT =
  /\b(?:models?|gpt|claude|gemini|llama|mistral|budget|lanes?|at\s+once|parallel|runs?|cheaper|retry|merge|digest|table|quorum|deadline|dollars?|approve|approval|files?|attachments?|attached|uploads?|uploaded|documents?)\b|\$|^\p{L}+\s+(?:it|this|that|these|those|them|again)$|^(?:keep\s+(?:going|it\s+up|up|on|trying|me|only|just)|leave\s+(?:it|them|that|out)\b|be\s+(?:right\s+back|quick|careful\s+out)|never\s*mind|don(?:'|’)?t\s+(?:worry|bother|know|think|care|mind|run|do|stop|start|add|answer|wait)|do\s+not\s+(?:worry|bother|run|do|stop|start|add|answer|wait))/iu;
const MAX_WORDS = 30;

/** Whether words say how each text should be: "shorter", "make it more formal", "use British spelling". Nothing else is asked in them. */
export function isWish(words: string): boolean {
  if (/[\n?？]|https?:/i.test(words) || words.split(/\s+/).length > MAX_WORDS) return false;
  if (FORMS.some((form) => form.test(words))) return true;
  return ORDERS.test(words) && !NOT_ABOUT_TEXT.test(words) && !/[:：]/.test(words);
}
