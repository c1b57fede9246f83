import { describe, expect, it } from 'vitest';
import { decides, planOf } from '../ask.ts';

const named = (files: number) => ({ files: Array.from({ length: files }, (_, index) => `article-${index + 1}.docx`) });

describe('an order that says more than its verb and its material', () => {
  it.each([
    ['a part of files', 'translate the titles of these articles into German', 3],
    ['a part of files, in French', 'Traduis les titres de ces articles en anglais', 3],
    ['a part of files, in Japanese', 'これらの記事のタイトルを英語に翻訳してください', 3],
    ['a part of files, in Chinese', '把这些文章的标题翻译成英文', 3],
    ['a part of files, in Russian', 'Переведи заголовки этих статей на английский', 3],
    ['a part of a file', 'translate the headlines into French', 1],
    ['a part of a file, in German', 'Übersetze die Überschriften ins Englische', 1],
    ['parts of one file', 'translate the questions in this document into French', 1],
    ['parts that are pointed at', 'translate these titles into French', 2],
    ['one page of several files', 'Summarize these reports on one page', 3],
    ['one headline', 'Summarize these reports with one headline', 3],
    ['a report out of files, in Japanese', 'これらの資料を報告書にまとめてください', 3],
    ['a report out of files, in Chinese', '把这些文件总结成报告', 3],
    ['one summary', 'Write a summary of all these files', 3],
    ['the largest', 'summarize the largest of these files', 3],
    ['any', 'translate any of these into French', 3],
    ['some lines', 'translate the top 2 lines into French:\nOne\nTwo\nThree\nFour', 0],
    ['every other line', 'translate every other line into French:\nOne\nTwo\nThree\nFour', 0],
    ['an order among questions', 'Can you translate these into German?\nWhat is your name?\nHow old are you?', 0],
    ['a question about the others', 'Which of these questions is best for a survey?\nWhat is your name?\nHow old are you?', 0],
    ['names in pairs', 'describe each of these: Portland, Maine, Austin, Texas', 0],
    ['an abbreviation behind a name', 'describe each of these: Washington, D.C., Boston and New York', 0],
  ])('is a model’s to understand: %s', async (_, text, files) => {
    expect(await decides(text, named(files))).toBe('model');
  });

  it.each([
    ['files', 'translate these articles into German', 3],
    ['each file', 'summarize each of these reports', 3],
    ['titles that stand there', 'translate these titles into French:\n- Spring sale\n- Last days', 0],
    ['the most spoken languages', 'translate into the 5 most spoken languages: Good morning', 0],
    ['questions', 'Why is the sky blue?\nWho is Bob?', 0],
    ['names', 'describe each of these: cats, dogs, birds and fish', 0],
  ])('is plain where it says no more: %s', async (_, text, files) => {
    expect(await decides(text, named(files))).toBe('form');
  });

  it('has its names before the colon where they stand there, and a remark behind it', async () => {
    const { stages } = await planOf('write a slogan for each of Paris, Rome and Oslo: short and funny');
    expect(stages[0]?.lanes.map(({ title, prompt }) => [title, prompt])).toEqual(
      ['Paris', 'Rome', 'Oslo'].map((city) => [city, expect.stringContaining(`a slogan for ${city}: short and funny`)]),
    );
  });

  it('without a model says what it took as items', async () => {
    expect((await planOf('describe each of these: Portland, Maine, Austin, Texas')).notes.join(' ')).toContain(
      'Taken as the items: Portland',
    );
  });
});
