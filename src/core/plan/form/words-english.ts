import type { Lexicon } from './lexicon.ts';

/** What orders are made of in English. */
export const ENGLISH: Readonly<Record<string, Lexicon>> = {
  en: {
    translate: 'translate|localize|localise|a translation of|translations of|the translation of|put',
    summarize:
      'summarize|summarise|sum up|outline|condense|recap|tl;dr|tldr|digest|a summary of|summaries of|give a summary of|write a summary of|give me a summary of|the gist of|give me the gist of',
    do: 'proofread|rewrite|rephrase|paraphrase|simplify|shorten|correct|transcribe|polish|improve',
    tell: 'review|describe|explain|critique|define',
    answer: 'answer|reply to',
    extract: 'extract|pull out|find|list|collect|get|gather|show|identify|highlight',
    count: 'count|how many',
    dedupe:
      'dedupe|deduplicate|de-duplicate|remove duplicates from|remove the duplicates from|remove all duplicates from|remove all duplicates',
    keywords: 'keywords|key words|keyphrases|key phrases|keywords of|keywords in|keywords from',
    compare: 'compare|contrast|diff',
    language:
      'which language is|what language is|in which language is|in what language is|which languages are|what languages are|detect the language of|identify the language of|tell the language of|detect the languages of',
    fill: 'fill in|fill|complete|add|populate',
    classify: 'classify|categorize|categorise|label|tag',
    columns: 'columns|column|fields|field',
    as: 'as|under',
    each: 'each|every|each of|each one|each one of|every one of|every single|one by one|individually|separately|each of them|all of these|all of the|all of them',
    these: 'these|those|these ones|those ones|all|all these|both|attached|the attached|them',
    this: 'this|it|that|this one|that one|the following|following',
    file: 'file|files|thread|conversation|discussion|chat|channel|messages above|replies|document|documents|doc|docs|report|reports|pdf|pdfs|attachment|attachments|paper|papers|article|articles|letter|letters|contract|contracts|transcript|transcripts|note|notes|page|pages|memo|memos|picture|pictures|image|images|e-mail|e-mails|email|emails|mail|mails',
    row: 'row|rows|record|records|entry|entries|line of the table|row of the table',
    piece: 'text|texts|message|messages|item|items|string|strings|material|thing|things',
    part: 'sentence|sentences|paragraph|paragraphs|title|titles|word|words|phrase|phrases|line|lines|headline|headlines|passage|passages|question|questions|label|labels|product name|product names|name|names',
    findable:
      'dates|deadlines|amounts|prices|sums of money|money|e-mail addresses|email addresses|links|urls|web addresses|phone numbers|action items|todos|to-dos',
    countable: 'characters|letters|headings',
    languages: 'languages|language|langs|lang',
    into: 'into|to|in',
    foreach: 'for each of|for every one of|for each one of|for all of|for each|for every|for',
    digest:
      'then one digest|and one digest|then write one digest|and write one digest|and then write one digest|then make one digest|then a digest|then write a digest|then one summary|then write one summary|and then one digest|then merge them into one digest|then one overall summary|then write one overall summary|and write one overall summary',
    and: 'and|plus|as well as|&',
    dropped:
      'please|kindly|could you|can you|would you|will you|could you please|can you please|would you please|i want you to|i need you to|i would like you to|for me|for us|now|just|at once|in parallel|all at once|side by side|simultaneously|at the same time',
    greeting: 'hi|hello|hey|hi there|thanks|thank you|thx|cheers',
    rank: 'different|more|other|major|most spoken|widely spoken|most widely spoken|biggest|largest|common|most common|popular|main|world|top|official|spoken|any',
    filler:
      'i need|i want|we need|i would like|me|us|the|a|an|of|my|our|your|their|from|below|above|here|here is|here are|on|with|versions|version|called|named|content|contents|there are|written in|all of',
  },
};
