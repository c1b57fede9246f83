import { parseList } from './read/list.ts';
import { stripPoliteness } from './read/politeness.ts';
import { failedOf, findLanguage, mentionsLane, nameLanes } from './steering/name-lanes.ts';
import type { Steer, SteerPlan } from './steering/steer.ts';
import { isWish } from './steering/wishes.ts';

/** Longer ones say more than a rule can tell. In UTF-16 code units. */
const MAX_CHARS = 1_000;
const MAX_ITEM_CHARS = 60;
const MAX_ITEM_WORDS = 6;

const TALK =
  /^(?:(?:many\s+)?thanks?(?:\s+(?:you|a\s+lot|so\s+much|very\s+much|again|all|everyone|fanout))*|thx|ty|cheers|nice(?:\s+(?:one|work|job))?|great(?:\s+(?:work|job|stuff))?|good\s+(?:job|work|bot)|well\s+done|perfect|awesome|amazing|excellent|cool|super|wow|lol|haha+|hehe+|yay|ok(?:ay)?|got\s+it|sounds\s+good|looks\s+good|lgtm|love\s+it|sweet|brilliant|fantastic|wonderful)(?:[\s,!.]+(?:thanks?(?:\s+you|\s+a\s+lot|\s+so\s+much)?|fanout|everyone|all))?$/i;
const STOP =
  /^(?:stop|abort|cancel|kill|halt|end)(?:\s+(?:it|this|that|all|everything|the\s+(?:run|whole\s+thing)|now|immediately|right\s+now|here))*$|^(?:never\s*mind|forget\s+(?:it|about\s+it))$/i;
const MERGE =
  /^(?:(?:just\s+|please\s+)*(?:answer|merge|publish|finish|wrap(?:\s+it)?\s+up|finali[sz]e)(?:\s+it)?\s*(?:now|right\s+now|right\s+away|already|early)?(?:\s+(?:with|using|from)\s+(?:what|whatever)\s+(?:you|we|there)(?:'ve|’ve)?\s*(?:have|got|is)(?:\s+(?:so\s+far|now))?)?|(?:just\s+)?(?:give\s+(?:me|us)|show\s+(?:me|us)|send|post|go\s+with|use|take)\s+(?:what|whatever)\s+(?:you|we)(?:'ve|’ve)?\s*(?:have|got)(?:\s+(?:so\s+far|now))*|(?:that(?:'s|’s|\s+is)\s+)?(?:enough|good\s+enough)(?:\s+(?:now|for\s+now|already))?|(?:i|we)\s+(?:can(?:'|’)?t|cannot|won(?:'|’)?t)\s+wait(?:\s+any\s+longer|\s+anymore)?)$/i;
const RETRY_ALL =
  /^(?:(?:just\s+)?(?:retry|try\s+again|try\s+(?:it|them)\s+again|try\s+once\s+more|once\s+more|one\s+more\s+time|again)|only\s+what\s+failed)$/i;
const RETRY = /^(?:just\s+|only\s+)*(?:retry|redo|rerun|re-run|repeat|restart)\s+(?:only\s+|just\s+)?(.+?)(?:\s+(?:again|once\s+more))?$/i;
const AGAIN = /^(?:try|do|run|start)\s+(?:only\s+|just\s+)?(.+?)\s+(?:again|once\s+more|over|anew)$/i;
const FAILED_ONLY = /^(?:only|just)\s+((?:the\s+|what).*\b(?:failed|missing|work|timed\s+out)\b.*)$/i;
const DROP =
  /^(?:drop|remove|delete|skip|leave\s+out|omit|exclude|take\s+out|kick\s+out|throw\s+out|lose|scrap|cut|cancel|stop|without|minus|no|not|don(?:'|’)?t\s+do|do\s+not\s+do|forget(?:\s+about)?|ignore|we\s+do(?:n't|n’t|\s+not)\s+need|i\s+do(?:n't|n’t|\s+not)\s+need|no\s+need\s+for)\s+(.+)$/i;
const DROP_AROUND = /^(?:leave|take|kick|throw)\s+(.+?)\s+(?:out|away)$|^(.+?)\s+(?:is|are)\s+not\s+needed$|^(.+?)\s+can\s+go$/i;
const KEEP_ONLY = /^(?:keep\s+(?:only|just)|(?:only|just)\s+keep)\s+(.+)$/i;
const COLON = /^(.{1,200}?)\s*(?:[:：]|\s[–—-])\s+(\S[\s\S]*)$/;
const ABOUT_FIRST = /^(?:for|in|on|with)\s+(.{1,100}?)\s*[,:]\s*(\S.*)$/i;
const MAKE = /^(?:make|keep)\s+(.{1,100}?)\s+((?:(?:much|even|slightly|a\s+bit|a\s+little)\s+)?(?:\p{L}+er|(?:more|less)\s+.+))$/iu;
const SHOULD = /^(.{1,100}?)\s+(?:should|must|needs?\s+to|has\s+to|have\s+to|ought\s+to)\s+(?:please\s+)?(\S.*)$/i;
const ABOUT_LAST = /^(.{3,300})\s+(?:in|for|on)\s+(.{1,100})$/i;
const IS_TOO = /^(.{1,100}?)\s+(?:is|are|sounds?|reads?)\s+((?:still\s+|a\s+bit\s+|way\s+)?(?:too|not)\s+\S.*)$/i;
const OF_LANE =
  /^(?:(?:drop|remove|delete|skip)(?:\s+(?:it|this|that|them|these|those))?|be\s+(?:dropped|removed|deleted|skipped|left\s+out))$/i;
const TO_RETRY = /^be\s+(?:retried|redone|repeated|done\s+again)$/i;
/** "should be done", "should be fixed": no wish of how a text should be. */
const PASSIVE = /^be\s+(?:\p{L}+ed|done|out|fine|there|back|ready|it|that|this)(?:\s|$)/iu;
const ADD_PLAINLY =
  /^(?:add|include)\s+(?:an?\s+|another\s+|new\s+|more\s+|one\s+more\s+)*lanes?\s*(?:for|on|about|:)\s*([\s\S]+)$|^(?:one|two|three|\d{1,3})\s+more\s*:\s*([\s\S]+)$/i;
const ADD =
  /^(?:(?:and|also|plus|then|add|include|do|with|another|please|in|into|for|to|one\s+for|the\s+same\s+(?:in|for)|same\s+(?:in|for)|translate\s+(?:it\s+|them\s+)?(?:in|into|to))\b[\s,:]*)+([\s\S]+)$/i;
const ADD_FIRST = /^(?:also|and|plus|add|include|another|the\s+same|same)\b/i;
const WANTED = /^(?:i|we)(?:'d|’d|\s+would)?\s+(also\s+)?(?:want|need|like)\s+(?:it\s+in\s+)?/i;
const INCLUDE = /^(?:(?:and|also|please)\s+)*include\s/i;
const TOO = /[\s,]+(?:too|as\s+well|also|in\s+addition)$/i;

/** What somebody said about a run, where a rule can tell; null where it can't, and for a question or another request. Takes any text. */
export function readSteer(words: string, plan: SteerPlan): Steer | null {
  if (words.length > MAX_CHARS) return null;
  const text = tidy(words);
  if (text === '') return null;
  if (TALK.test(text) || TALK.test(words.replace(/[\s.!…,]+$/, '').trim())) return { kind: 'talk' };
  if (plan.lanes.length === 0) return null;
  if (/[?？]$/.test(text)) return null;
  if (STOP.test(text)) return { kind: 'stop' };
  if (MERGE.test(text)) return { kind: 'merge' };
  return readRetry(text, plan) ?? readDrop(text, plan) ?? readNamed(text, plan) ?? readAdd(text, plan) ?? readWish(text, plan);
}

/** Without what is said to be polite, at both ends. */
function tidy(words: string): string {
  let text = stripPoliteness(words.replace(/[ \t]+/g, ' '));
  for (let before = ''; before !== text; ) {
    before = text;
    text = text
      .replace(
        /^(?:(?:actually|oh|hm+|um+|wait|sorry|so|well|yes|yeah|yep|right|great|cool|nice|but|now|maybe|perhaps|fanout|thanks)\b[\s,!.:…-]*)(?=\S)/i,
        (found) => (/[,!.\s]$/.test(found) ? '' : found),
      )
      .replace(/(?:[\s,]+(?:please|pls|thanks?(?:\s+you)?|thx|for\s+me|for\s+us|instead|if\s+(?:you\s+can|possible)))+[\s.!]*$/i, '')
      .replace(/[\s.!…,]+$/, '')
      .trim();
    text = text === '' ? '' : stripPoliteness(text);
  }
  return text === '' ? words.replace(/[\s.!…,]+$/, '').trim() : text;
}

function readRetry(text: string, plan: SteerPlan): Steer | null {
  if (RETRY_ALL.test(text)) return { kind: 'retry', lanes: failedOf(plan.lanes) };
  const target = (RETRY.exec(text) ?? AGAIN.exec(text) ?? FAILED_ONLY.exec(text))?.[1];
  if (target === undefined) return null;
  if (/^(?:it|them|that|this|all\s+that|those)$/i.test(target)) return { kind: 'retry', lanes: failedOf(plan.lanes) };
  const lanes = nameLanes(target, plan);
  return lanes === null ? null : { kind: 'retry', lanes };
}

function readDrop(text: string, plan: SteerPlan): Steer | null {
  const kept = KEEP_ONLY.exec(text)?.[1];
  if (kept !== undefined) {
    const lanes = nameLanes(kept, plan);
    if (lanes === null || lanes.length === 0) return null;
    const stages = new Set(plan.lanes.filter((it) => lanes.includes(it.lane)).map((it) => it.stage));
    return toDrop(
      plan.lanes.filter((it) => stages.has(it.stage) && !lanes.includes(it.lane)).map((it) => it.lane),
      plan,
    );
  }
  const around = DROP_AROUND.exec(text);
  const target = around?.slice(1).find((it) => it !== undefined) ?? DROP.exec(text)?.[1];
  const lanes = target === undefined ? null : nameLanes(target.replace(TOO, ''), plan);
  return lanes === null ? null : toDrop(lanes, plan);
}

/** All of them would be a stop, which has words of its own. */
const toDrop = (lanes: readonly number[], plan: SteerPlan): Steer | null =>
  lanes.length > 0 && lanes.length < plan.lanes.length ? { kind: 'drop', lanes } : null;

/** Words about some lanes only. */
function readNamed(text: string, plan: SteerPlan): Steer | null {
  const whole = COLON.exec(text) ?? ABOUT_FIRST.exec(text);
  const part = MAKE.exec(text) ?? IS_TOO.exec(text) ?? SHOULD.exec(text);
  const [, target = '', said = ''] = whole ?? part ?? [];
  const lanes = nameLanes(target.replace(/^(?:for|in|on)\s+/i, ''), plan);
  if (lanes !== null && lanes.length > 0) return toNamed(lanes, said, whole !== null, plan);
  const [, words = '', last = ''] = ABOUT_LAST.exec(text) ?? [];
  const named = isWish(words) ? nameLanes(last, plan) : null;
  return named === null || named.length === 0 ? null : { kind: 'amend', lanes: named, words };
}

/** `isWhole`: what is said of the lanes stands by itself, so that it may be anything; else only what is plainly a wish. */
function toNamed(lanes: readonly number[], said: string, isWhole: boolean, plan: SteerPlan): Steer | null {
  if (OF_LANE.test(said)) return toDrop(lanes, plan);
  if (RETRY_ALL.test(said) || TO_RETRY.test(said)) return { kind: 'retry', lanes };
  if (TALK.test(said)) return { kind: 'talk' };
  if (STOP.test(said) || nameLanes(said, plan) !== null) return null;
  return isWhole || (isWish(said) && !PASSIVE.test(said)) ? { kind: 'amend', lanes, words: said } : null;
}

function readAdd(said: string, plan: SteerPlan): Steer | null {
  const text = said.replace(WANTED, (_, also) => (also === undefined ? '' : 'also '));
  if (isWish(text) && !INCLUDE.test(text)) return null;
  const plainly = ADD_PLAINLY.exec(text.replace(/^(?:and|also|please)\s+/i, ''));
  const listed = plainly?.slice(1).find((it) => it !== undefined);
  const ends = TOO.test(text);
  if (listed === undefined && !ends && !ADD_FIRST.test(text)) return null;
  const list = listed ?? (ADD.exec(text.replace(TOO, ''))?.[1] || text.replace(TOO, ''));
  const items = parseList(list.replace(TOO, '')).items.map((item) => item.replace(/^(?:in|into|for|to)\s+/i, '').trim());
  if (items.length === 0 || items.some((item) => !isItem(item))) return null;
  const named = items.map((item) => findLanguage(item));
  const wanted = toWanted(items, named, listed !== undefined, plan);
  const news = wanted?.filter((item) => !plan.lanes.some((lane) => lane.title.toLowerCase() === item.toLowerCase())) ?? [];
  return news.length === 0 ? null : { kind: 'add', items: [...new Set(news)] };
}

/** Things of the same kind as the lanes: languages beside languages, names beside names; null for anything else, such as "add examples". */
function toWanted(
  items: readonly string[],
  languages: readonly (string | null)[],
  plainly: boolean,
  { lanes }: SteerPlan,
): string[] | null {
  const isOfLanguages = lanes.some((lane) => findLanguage(lane.title) !== null);
  if (isOfLanguages) {
    const known = languages.filter((it) => it !== null);
    return known.length === items.length ? known : plainly ? items.map((item, index) => languages[index] ?? item) : null;
  }
  if (plainly) return [...items];
  const isName = (item: string): boolean => /^[\p{Lu}\p{Lo}\p{N}]/u.test(item);
  return items.every(isName) && languages.every((it) => it === null) ? [...items] : null;
}

const isItem = (item: string): boolean =>
  item !== '' && item.length <= MAX_ITEM_CHARS && item.split(/\s+/).length <= MAX_ITEM_WORDS && !/[\n?:]/.test(item) && !isWish(item);

function readWish(text: string, plan: SteerPlan): Steer | null {
  const words = text.replace(/^(?:and|also|but)[\s,]+/i, '').replace(TOO, '');
  // "write in Korean": for some lane, or instead of all?
  const isLanguage = findLanguage(words.replace(/^(?:use|write|include|prefer)\s+(?:in\s+)?/i, '')) !== null;
  return isWish(words) && !isLanguage && !mentionsLane(words, plan) ? { kind: 'amend', lanes: [], words } : null;
}
