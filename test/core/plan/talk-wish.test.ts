import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refersToThread, threadShape } from '#core/plan/talk-wish.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';

describe('a request that points at its thread', () => {
  it.each([
    'summarize this thread',
    'Could you please summarize this thread?',
    'summarize this thread in 3 bullets',
    'Summarize this thread: decisions, owners',
    'translate this thread into French and German',
    'translate the whole conversation into Spanish',
    'translate all replies in this thread into French',
    'tl;dr of the discussion so far',
    'what was decided in this thread?',
    'extract all action items from this conversation',
    'list the open questions of our discussion, then draft a reply to each',
    'summarize the above',
    'translate everything above into German',
    'summarize everything so far',
    'turn the above into a table',
    'answer each of these messages',
    'summarize these messages',
    'translate each of these 5 replies into French',
    'summarize the last 10 messages',
    'summarize the files above',
    'summarize each of the reports above',
    'translate the message above into French',
    'draft an answer to the question above',
    'summarize what was said so far',
    'List the decisions of this thread:\n- with owners\n- with dates',
  ])('is seen: %j', (text) => expect(refersToThread(text)).toBe(true));

  it.each([
    'translate this is a test into French',
    'translate this thread is locked into French',
    'translate into French: this thread is closed',
    'summarize this',
    'summarize these reports',
    'summarize these files',
    'translate “this thread” into German',
    'what is a thread in Java?',
    'explain the thread pool of this program',
    'write a thread about cats',
    'start a conversation with a stranger',
    'summarize the discussion paper',
    'forecast the exchange rate',
    'review this chat application',
    'list all cities above 100 metres',
    'name every country above the equator',
    'write a poem on being above average',
    'explain the above-ground tank',
    'summarize these messages:\n1. Hello there\n2. Good bye',
    'classify these messages as good or bad: I love it; I hate it',
    'Paris\nRome\nOslo\n\nWrite a haiku for each of the above',
    'summarize this conversation:\nAnn: hello, how are you?\nBob: fine, and you?',
    'write a reply to my landlord',
    'answer: what is a quark?',
    '',
  ])('is not made up: %j', (text) => expect(refersToThread(text)).toBe(false));
});

describe('a request that points at its thread, in other languages', () => {
  it.each([
    'Fasse diesen Thread zusammen',
    'Übersetze diese Unterhaltung ins Englische, bitte',
    'Übersetze alles oben ins Französische',
    'Fasse die letzten 5 Nachrichten zusammen',
    'Résume cette conversation en trois points',
    'Traduis ces messages en allemand',
    'Resume este hilo: decisiones, responsables',
    'Traduce todo lo anterior al inglés',
    'Riassumi questa discussione',
    'Resuma esta conversa em três pontos',
    'このスレッドを要約して',
    '上記を英語に翻訳してください',
    '总结一下这个讨论',
    '把以上内容翻译成英文',
    'Сделай краткое резюме этой переписки',
    'Переведи эти сообщения на английский',
    'Bu konuşmayı özetle',
    'لخص هذه المحادثة',
    'इस बातचीत का सारांश दो',
    '이 대화를 요약해 줘',
    '이 메시지들을 번역해 줘',
  ])('is seen: %j', (text) => expect(refersToThread(text)).toBe(true));

  it.each([
    'Übersetze „diese Unterhaltung“ ins Englische',
    'Übersetze ins Englische: Diese Unterhaltung ist beendet.',
    'Schreibe ein Gedicht über eine Unterhaltung',
    'Fasse diese Unterhaltung zusammen:\nAnna: Wie geht es dir?\nBert: Gut, und dir?',
    'Fasse das zusammen',
    'Traduis en anglais : cette discussion est close',
    'Explica qué es un hilo en Java',
    'Nomme les villes de France',
    '次の文を英語に翻訳：このスレッドは終了しました。',
    '「このスレッド」を英語に翻訳して',
    '把这句话翻译成英文：这个讨论结束了。',
    'Напиши рассказ о разговоре',
    'Merhaba de',
    '오늘 대화가 필요해',
  ])('is not made up: %j', (text) => expect(refersToThread(text)).toBe(false));

  it.each([
    ['Übersetze jede dieser Nachrichten ins Englische', 'messages'],
    ['Réponds à chaque message', 'messages'],
    ['Traduce cada respuesta', 'messages'],
    ['各メッセージを翻訳して', 'messages'],
    ['翻译每条消息', 'messages'],
    ['Переведи каждое сообщение', 'messages'],
    ['Her mesajı çevir', 'messages'],
    ['각 메시지를 번역해 줘', 'messages'],
    ['Fasse diese Berichte zusammen', 'files'],
    ['Fasse die Dateien in diesem Thread zusammen: diese Dateien', 'files'],
    ['Résume les documents joints', 'files'],
    ['このファイルを要約して', 'files'],
    ['Vergleiche diesen Thread mit diesen Dateien', 'whole'],
    ['Fasse diesen Thread zusammen', 'whole'],
  ] as const)('tells which part: %j', (text, shape) => expect(threadShape(text)).toBe(shape));
});

describe('the part of a thread that is asked about', () => {
  it.each([
    ['translate each of these messages into French', 'messages'],
    ['answer each reply in this thread', 'messages'],
    ['label every comment good or bad', 'messages'],
    ['for each of these 5 messages, say who is asked', 'messages'],
    ['for each country answer in one line', 'whole'],
    ['summarize these reports', 'files'],
    ['summarize each of these PDFs', 'files'],
    ['compare the files above', 'files'],
    ['compare the documents in this thread', 'files'],
    ['translate this file into French', 'files'],
    ['extract all dates from the attached contract', 'files'],
    ['summarize each of the reports posted in this thread', 'files'],
    ['summarize this thread', 'whole'],
    ['summarize these messages', 'whole'],
    ['summarize this thread and these files', 'whole'],
    ['turn this thread into a report', 'whole'],
    ['write the report', 'whole'],
    ['summarize the above', 'whole'],
    ['', 'whole'],
  ] as const)('is told by its words: %j', (text, shape) => expect(threadShape(text)).toBe(shape));
});

it('takes any text, also a long one', () => {
  const word = fc.constantFrom(
    'the',
    'this',
    'above',
    'thread',
    'messages',
    'each',
    'of',
    'these',
    'files',
    ':',
    '\n',
    ' ',
    'translate',
    'into',
    'x',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 60 }).map((words) => words.join(' ')),
      ),
      (text) => {
        expect(typeof refersToThread(text)).toBe('boolean');
        expect(['whole', 'messages', 'files']).toContain(threadShape(text));
      },
    ),
    { numRuns: 200 },
  );
  const cpuMs = watchCpu();
  refersToThread('the above the '.repeat(5_000));
  threadShape('the x y these '.repeat(5_000));
  expect(cpuMs()).toBeLessThan(10_000);
});
