import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSteer } from '#core/plan/steer-words.ts';
import { readPhrase } from '#core/plan/steering/phrases.ts';
import type { Steer, SteerLane } from '#core/plan/steering/steer.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';

/** Five lanes, of which 3 and 5 failed. */
const LANES: readonly SteerLane[] = [1, 2, 3, 4, 5].map((lane) => ({ lane, status: lane === 3 || lane === 5 ? 'failed' : 'done' }));

const drop = (...lanes: number[]): Steer => ({ kind: 'drop', lanes });
const amend = (words: string, ...lanes: number[]): Steer => ({ kind: 'amend', lanes, words });
const retry = (...lanes: number[]): Steer => ({ kind: 'retry', lanes });
const unknown = (...lanes: number[]): Steer => ({ kind: 'unknown', lanes });

const SAID: readonly (readonly [string, Steer])[] = [
  ['drop 3', drop(3)],
  ['Drop lane 3, please!', drop(3)],
  ['please drop lanes 3 and 4', drop(3, 4)],
  ['without lanes 2-4, please', drop(2, 3, 4)],
  ['leave out 1, 2 and 5', drop(1, 2, 5)],
  ['remove lane #5', drop(5)],
  ['skip #1, #2', drop(1, 2)],
  ['drop 1–2', drop(1, 2)],
  ['drop 9', unknown(9)],
  ['drop 4-6', unknown(6)],
  ['retry 2-4', retry(2, 3, 4)],
  ['redo lane 2', retry(2)],
  ['repeat lanes 1 to 3 again', retry(1, 2, 3)],
  ['retry lane 12', unknown(12)],
  ['lane 5: shorter', amend('shorter', 5)],
  ['Lanes 1 and 2: use Sie, not du', amend('use Sie, not du', 1, 2)],
  ['#3: keep the product name', amend('keep the product name', 3)],
  ['lane 2：もっと短く', amend('もっと短く', 2)],
  ['lane 4: again', retry(4)],
  ['lane 4: drop it', drop(4)],
  ['lane 4: great, thanks', { kind: 'talk' }],
  ['retry', retry(3, 5)],
  ['only the ones that failed', retry(3, 5)],
  ['Try again, please.', retry(3, 5)],
  ['stop', { kind: 'stop' }],
  ['thanks, stop', { kind: 'stop' }],
  ['merge now', { kind: 'merge' }],
  ['Thank you so much!', { kind: 'talk' }],
  ['great work, thanks 🎉', { kind: 'talk' }],
  ['👍', { kind: 'talk' }],
];

/** All that takes more than a number or a phrase is for somebody who reads. */
const NOT_READ = [
  'also Korean',
  'まとめて',
  'shorter',
  'more formal, please',
  'drop German',
  'drop the last two',
  'drop 3 lines from each',
  'drop everything',
  'make it shorter',
  'retry the German one',
  '3: shorter',
  '#3',
  'lane 3',
  'lane 3: why did it fail?',
  'lane 2: stop',
  'why did 4 fail?',
  'stop using Sie',
  'stop, and retry',
  'thanks, now add Korean',
  'retry policies in 4 languages',
  'is it done',
  'what does it cost?',
  '',
  '   ',
];

describe('what somebody says about a run', () => {
  it.each(SAID)('by number or phrase: “%s”', (words, wanted) => {
    expect(readSteer(words, LANES)).toEqual(wanted);
  });

  it.each(NOT_READ)('is left to a model: “%s”', (words) => {
    expect(readSteer(words, LANES)).toBeNull();
  });

  it('takes any number for a lane where the lanes are not known yet', () => {
    expect(readSteer('drop 9', null)).toEqual(drop(9));
    expect(readSteer('retry', null)).toEqual(retry());
  });

  it('retries what is missing where nothing failed', () => {
    const lanes: readonly SteerLane[] = [
      { lane: 1, status: 'done' },
      { lane: 2, status: 'skipped' },
    ];
    expect(readSteer('retry', lanes)).toEqual(retry(2));
  });

  it.each([
    ['de', 'Stopp!', 'Nochmal, bitte', 'Vielen Dank', 'antworte jetzt'],
    ['fr', 'Arrête', 'réessaie, s’il te plaît', 'Merci beaucoup !', 'réponds maintenant'],
    ['es', 'para', 'otra vez, por favor', '¡gracias!', 'responde ahora'],
    ['it', 'fermati', 'riprova per favore', 'Grazie mille', 'rispondi ora'],
    ['pt', 'pare', 'tente de novo', 'Muito obrigado', 'responda agora'],
    ['ja', '止めて', 'もう一度、お願いします', 'ありがとうございます！', '今すぐ答えて'],
    ['zh', '停止', '重试', '谢谢！', '现在回答'],
    ['ru', 'Остановись', 'ещё раз, пожалуйста', 'Спасибо!', 'ответь сейчас'],
    ['tr', 'İPTAL', 'tekrar dene lütfen', 'Teşekkürler', 'şimdi cevapla'],
    ['ar', 'توقف', 'أعد المحاولة', 'شكرا', 'أجب الآن'],
    ['hi', 'रुको', 'फिर से', 'धन्यवाद', 'अभी जवाब दो'],
    ['ko', '멈춰', '다시 해줘', '감사합니다', '지금 답해줘'],
    ['en', 'never mind', 'try again', 'thanks', 'give me what you have'],
  ])('whole phrases are known in %s', (_, stop, again, thanks, merge) => {
    expect([stop, again, thanks, merge].map(readPhrase)).toEqual(['stop', 'retry', 'talk', 'merge']);
  });

  it('may be anything: it never throws, and lanes that it names are there, each once and in order', () => {
    const pieces = fc.constantFrom(
      'drop',
      'lane',
      'lanes',
      '3',
      '#',
      '#2',
      '-',
      '9999',
      'and',
      ',',
      ':',
      'retry',
      'shorter',
      'please',
      '1-5',
      '5-1',
    );
    const sentences = fc.array(pieces, { maxLength: 9 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 120 }), sentences), (words) => {
        const steer = readSteer(words, LANES);
        if (steer === null || !('lanes' in steer)) return;
        expect(steer.lanes).toEqual([...new Set(steer.lanes)].sort((a, b) => a - b));
        for (const lane of steer.lanes) expect(LANES.some((it) => it.lane === lane)).toBe(steer.kind !== 'unknown');
      }),
      { numRuns: 500 },
    );
  });

  it('is told fast, however it is written', () => {
    const cpuMs = watchCpu();
    for (const unit of ['drop 1, ', 'lanes 1-', '1 and ', 'please ', 'thanks ', '!.,', '#1,', '  ', 'lane 1: ', '👍'])
      for (let length = 0; length < 1_000; length += 97) readSteer(unit.repeat(400).slice(0, length), LANES);
    expect(cpuMs()).toBeLessThan(10_000);
  });
});
