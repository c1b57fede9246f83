import { describe, expect, it } from 'vitest';
import { isPlain, readOrder } from '#core/plan/form/order.ts';

describe('a plain order', () => {
  it.each([
    ['en', 'summarize', 'summarize'],
    ['en', 'Could you please proofread each of the attached documents for us? Thanks!', 'write'],
    ['en', 'extract all dates and amounts from these contracts', 'extract'],
    ['en', 'count the words in each file', 'count'],
    ['en', 'remove the duplicates from these rows', 'dedupe'],
    ['en', 'compare these two', 'compare'],
    ['en', 'which language is this?', 'language'],
    ['en', 'give me the gist of the 3 reports', 'summarize'],
    ['de', 'Fasse bitte jede dieser Dateien einzeln zusammen, danke', 'summarize'],
    ['fr', 'Pourriez-vous résumer chacun de ces rapports ?', 'summarize'],
    ['es', '¿Puedes resumir cada documento, por favor?', 'summarize'],
    ['it', 'Riassumi ognuno di questi documenti', 'summarize'],
    ['pt', 'Resuma cada um destes arquivos', 'summarize'],
    ['ru', 'Пожалуйста, кратко изложите каждый из этих файлов', 'summarize'],
    ['tr', 'Lütfen bu dosyaların her birini özetle', 'summarize'],
    ['ar', 'لخص كل ملف من فضلك', 'summarize'],
    ['hi', 'कृपया हर फ़ाइल का सारांश दें', 'summarize'],
    ['ja', 'これらのファイルをそれぞれ要約してください', 'summarize'],
    ['zh', '请总结每个文件', 'summarize'],
    ['ko', '각 파일을 요약해 주세요', 'summarize'],
  ])('is understood in %s: %j', (lang, words, work) => {
    const order = readOrder(words);
    expect({ lang: order.lang, work: order.work, left: order.left, plain: isPlain(order) }).toEqual({ lang, work, left: [], plain: true });
  });

  it.each([
    ['a form of the answer', 'summarize this in one sentence'],
    ['a form of the answer, with an article', 'summarize this in a paragraph'],
    ['a length', 'summarize each file in 2 lines'],
    ['a length in words', 'shorten this to 100 words'],
    ['a reader', 'explain this to a child'],
    ['a language to answer in', 'summarize these files in German'],
    ['a second kind of work', 'summarize and translate this'],
    ['a second step', 'summarize each file, then compare them'],
    ['a choice', 'translate into French or German'],
    ['another manner', 'translate into informal French'],
    ['a word of greeting that is the text', 'translate hello into French'],
    ['no verb', 'these files'],
    ['a verb that is used as a noun', 'the review of the report'],
    ['a verb in another form', 'he translated these files'],
  ])('is nothing with %s: %j', (_, words) => expect(isPlain(readOrder(words))).toBe(false));

  it.each([
    ['classify each as A, B or C', ['A', 'B', 'C']],
    ['Please label every file as urgent or not urgent, thanks', ['urgent', 'not urgent']],
    ['tag each under work, home or other for each row', ['work', 'home', 'other']],
  ])('names labels: %j', (words, labels) => expect(readOrder(words)).toMatchObject({ labels, left: [] }));

  it.each([
    ['fill in the columns city and country', ['city', 'country']],
    ['fill in the columns city and country for each row', ['city', 'country']],
    ['add columns: price, date of birth', ['price', 'date of birth']],
    ['complete the fields "size, in cm" and weight please', ['size, in cm', 'weight']],
  ])('names columns: %j', (words, columns) => expect(readOrder(words)).toMatchObject({ columns, left: [] }));

  it.each([
    'classify each as good or bad and say why',
    'classify each as A or B. Explain it.',
    'classify each as good',
    'classify each',
    'fill in the columns price and rating based on the description',
    'fill in the columns name in English',
    'add a column called rating',
    'add a column with the capital',
    'fill in the columns',
  ])('takes no sentence for a name: %j', (words) => {
    const order = readOrder(words);
    expect([order.labels, order.columns, isPlain(order)]).toEqual([null, null, false]);
  });

  it('says how many were announced', () => {
    expect(readOrder('summarize these 3 files').count).toBe(3);
    expect(readOrder('compare these two').count).toBe(2);
    expect(readOrder('fasse diese drei Dateien zusammen').count).toBe(3);
    expect(readOrder('summarize these files').count).toBeNull();
  });
});
