/**
 * How people point at the talk that they stand in, in a dozen languages: the talk as a whole, messages of it or what
 * is above, each message, and the files in it. A row a language; scripts without spaces and those that put
 * endings on words have patterns that allow for it.
 */

interface Phrases {
  /** "this thread", "our discussion". */
  readonly talk: string;
  /** "these messages", "everything above". */
  readonly pointed: string;
  /** "each reply". */
  readonly each: string;
  /** "these files", "the attached report". */
  readonly files: string;
}

const COUNT = '(?:\\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|twenty|few|several)';
const NOUN = '(?:thread|conversation|discussion|chat|exchange|back[- ]and[- ]forth)';
const MESSAGE = '(?:messages?|repl(?:y|ies)|comments?|posts?|answers?|responses?)';
const FILE =
  '(?:file|document|doc|report|pdf|attachment|paper|contract|memo|transcript|spreadsheet|sheet|csv|presentation|deck|picture|image|screenshot|photo|invoice|upload)s?';
/**
 * What may follow an English phrase that stands for itself: "this thread in French", but not "the thread pool", "this
 * chat is fun", "above 100".
 */
const ENDS =
  '(?=\\s*[.,;:!?)：。]|\\s*$|\\s+(?:above|so\\s+far|here|until\\s+now|in|into|to|as|with|by|and|or|then|for|from|up|down|using|per|each|please|if|but)(?![\\p{L}-]))';

const ENGLISH: Phrases = {
  talk: `(?:this|that|the|our|all\\s+of\\s+(?:this|the))\\s+(?:(?:whole|entire|full|complete|current|same|above|preceding|previous|slack)\\s+)*${NOUN}${ENDS}`,
  pointed:
    `(?:(?:(?:these|those|this)\\s+(?:${COUNT}\\s+)?(?:(?:last|recent|other|previous|earlier|above|few)\\s+)*|(?:the|my|our)\\s+(?:(?:last|recent|previous|earlier|preceding|above)\\s+)+(?:${COUNT}\\s+)?)${MESSAGE}` +
    `|the\\s+above(?:\\s+${MESSAGE})?|(?:everything|anything|all|what(?:ever)?\\s+(?:was|is|has\\s+been|we|they|people)\\s+(?:\\p{L}+\\s+)?(?:said|written|wrote|discussed|posted|decided))\\s+(?:above|so\\s+far)` +
    `|(?:the|these|those|this|that|all|each|every)(?:\\s+of\\s+(?:the|these|those))?(?:\\s+[\\p{L}\\p{N}-]+){1,3}\\s+above|above\\s+(?:${MESSAGE}|${NOUN}))${ENDS}`,
  each: `(?:each|every)(?:\\s+(?:single|one))?(?:\\s+of\\s+(?:the|these|those|my|our)(?:\\s+${COUNT})?(?:\\s+[\\p{L}-]+){0,2})?(?:\\s+(?:last|recent|other|above|new))?\\s+${MESSAGE}`,
  files:
    `(?:(?:these|those|this|that|each|every|all|both)(?:\\s+of)?(?:\\s+(?:the|these|those))?(?:\\s+${COUNT})?(?:\\s+(?:attached|shared|uploaded|posted))?\\s+${FILE}` +
    `|the\\s+(?:[\\p{L}\\p{N}-]+\\s+){0,2}${FILE}\\s+(?:above|here|(?:attached|shared|posted|uploaded|sent)\\s+(?:above|here|so\\s+far|in|to)|(?:in|from|of)\\s+(?:this|the)\\s+${NOUN})` +
    `|the\\s+(?:above|attached|shared|uploaded)\\s+(?:[\\p{L}\\p{N}-]+\\s+)?${FILE})`,
};

const OTHERS: readonly Phrases[] = [
  {
    talk: '(?:diese[nrms]?|unsere[nrms]?|de[nrms] ganzen|die ganze|das ganze) (?:ganzen? )?(?:threads?|gesprächs?|unterhaltung|diskussion|chats?|(?:chat)?verlaufs?|konversation)',
    pointed:
      'diese[rn]? (?:\\d+ )?(?:nachrichten|antworten|kommentare|beiträge)|die (?:letzten|obigen)(?: \\d+)? (?:nachrichten|antworten|kommentare|beiträge)|alles (?:oben|obige|bisherige)|das obige|(?:die|den|das|der) \\p{L}+ oben',
    each: 'jede[nrs]? (?:einzelnen? |dieser )?(?:nachrichten?|antwort(?:en)?|kommentare?|beitr[aä]ge?)',
    files:
      'diese[nrs]? (?:\\d+ )?(?:dateien|datei|dokumente?|berichte?|pdfs?|verträge|bilder)|jede (?:dieser )?datei(?:en)?|d(?:ie|en|as) (?:angehängten?|geteilten?) \\p{L}+',
  },
  {
    talk: '(?:ce|cette|cet|notre|tout le|toute la) (?:fil(?: de discussion)?|discussion|conversation|échange)',
    pointed:
      'ces (?:\\d+ )?(?:messages|réponses|commentaires)|les (?:\\d+ )?dernie?r(?:s|es) (?:\\d+ )?(?:messages|réponses)|(?:les |le )?(?:\\p{L}+ )?ci-dessus|tout ce qui précède',
    each: 'chaque (?:message|réponse|commentaire)|chacune? de ces (?:messages|réponses|commentaires)',
    files:
      'ces (?:\\d+ )?(?:fichiers|documents|rapports|pdfs?|images)|ce (?:fichier|document|rapport|pdf)|les (?:fichiers|documents) (?:joints|ci-dessus)|chaque (?:fichier|document|rapport)|chacun de ces (?:fichiers|documents|rapports)',
  },
  {
    talk: '(?:est[ea]|nuestra|todo el|toda la|toda esta|todo este) (?:hilo|conversación|discusión|charla|chat)',
    pointed:
      'est(?:os|as) (?:\\d+ )?(?:mensajes|respuestas|comentarios)|los últimos (?:\\d+ )?mensajes|(?:todo )?lo (?:anterior|de arriba)|los mensajes (?:anteriores|de arriba)',
    each: 'cada (?:un[oa] de (?:los|las|estos|estas) )?(?:mensajes?|respuestas?|comentarios?)',
    files:
      'estos (?:\\d+ )?(?:archivos|documentos|informes|ficheros|pdfs?)|este (?:archivo|documento|informe|fichero|pdf)|(?:el|los) (?:archivos?|documentos?|informes?) adjuntos?|cada (?:uno de estos )?(?:archivos?|documentos?|informes?)',
  },
  {
    talk: '(?:quest[oa]|nostra|tutt[oa] (?:il|la|quest[oa])) (?:thread|conversazione|discussione|chat)',
    pointed:
      'quest[ie] (?:\\d+ )?(?:messaggi|risposte|commenti)|gli ultimi (?:\\d+ )?messaggi|(?:tutto )?(?:quanto|ciò che è|quello che è) sopra|i messaggi (?:precedenti|qui sopra)',
    each: 'ogni (?:messaggio|risposta|commento)|ciascun[oa] di quest[ie] (?:messaggi|risposte|commenti)',
    files:
      'questi (?:\\d+ )?(?:file|documenti|rapporti|pdf)|questo (?:file|documento|rapporto|pdf)|(?:il|i) (?:file|documenti|documento) allegat[io]|ogni (?:file|documento|rapporto)|ciascuno di questi (?:file|documenti)',
  },
  {
    talk: '(?:d?est[ea]|d?ess[ea]|nossa|tod[oa] [oa]) (?:thread|tópico|conversa|discussão|chat)',
    pointed:
      'd?(?:estas|essas) (?:\\d+ )?(?:mensagens|respostas)|as últimas (?:\\d+ )?mensagens|tudo (?:o que está |que está )?acima|[oa]s? \\p{L}+ acima(?! de)|o acima',
    each: 'cada (?:uma? d(?:as|os|essas|esses|estas|estes) )?(?:mensage(?:m|ns)|respostas?|comentários?)',
    files:
      '(?:estes|esses) (?:\\d+ )?(?:arquivos|ficheiros|documentos|relatórios|pdfs?)|(?:este|esse) (?:arquivo|ficheiro|documento|relatório|pdf)|[oa]s? (?:arquivos?|ficheiros?|documentos?) (?:anexos?|anexados?)|cada (?:um desses |um destes )?(?:arquivos?|ficheiros?|documentos?|relatórios?)',
  },
  {
    talk: '(?:эт(?:от|у|ого|ой|о|ом)|вс[юе]|весь|нашу|нашей) (?:эту )?(?:тред|ветк|переписк|обсуждени|бесед|чат|диалог|разговор)\\p{L}*',
    pointed:
      'эт(?:и|их) (?:\\d+ )?(?:сообщени|ответ|комментари)\\p{L}*|последние (?:\\d+ )?сообщени\\p{L}*|(?:сообщени|текст)\\p{L}* выше|вс[её] (?:что )?(?:написано )?выше|выше(?:сказанн|изложенн|написанн)\\p{L}*',
    each: 'кажд(?:ое|ый|ого|ому) (?:из этих )?(?:сообщени|ответ|комментари)\\p{L}*',
    files:
      'эт(?:и|от|их) (?:\\d+ )?(?:файл|документ|отч[её]т)\\p{L}*|кажд(?:ый|ого) (?:файл|документ|отч[её]т)\\p{L}*|приложенн\\p{L}+ \\p{L}+',
  },
  {
    talk: '(?:bu|tüm|bütün) (?:bu )?(?:konuşma|yazışma|tartışma|sohbet|mesajlaşma|başlı[kğ]|thread)\\p{L}*',
    pointed: 'bu (?:\\d+ )?(?:mesaj|yanıt|yorum)lar\\p{L}*|son (?:\\d+ )?mesaj\\p{L}*|yukarıdaki\\p{L}*(?: \\p{L}+)?',
    each: 'her (?:bir )?(?:mesaj|yanıt|cevap|yorum)\\p{L}*',
    files: 'bu (?:\\d+ )?(?:dosya|belge|rapor)\\p{L}*|her (?:bir )?(?:dosya|belge|rapor)\\p{L}*|ekteki \\p{L}+',
  },
  {
    talk: '[بلوف]?هذ[اه]ه? (?:المحادثة|الدردشة|النقاش|المناقشة|السلسلة|الحوار)',
    pointed: 'هذه الرسائل|آخر (?:\\d+ )?رسائل|(?:ال\\p{L}+ )?أعلاه|كل ما سبق|ما سبق',
    each: '(?:كل|لكل) (?:رسالة|رد|تعليق)',
    files: 'هذه (?:الملفات|المستندات|التقارير)|هذا (?:الملف|المستند|التقرير)|كل (?:ملف|مستند|تقرير)|(?:الملف|الملفات) المرفقة?',
  },
  {
    talk: '(?:इस|पूरी|पूरे|हमारी) (?:इस )?(?:बातचीत|थ्रेड|चर्चा|वार्तालाप|चैट)',
    pointed: 'इन (?:\\d+ )?(?:संदेशों|जवाबों)|पिछले (?:\\d+ )?संदेश(?:ों)?|ऊपर (?:के|की|दिए)|उपरोक्त',
    each: '(?:हर|प्रत्येक) (?:संदेश|जवाब|टिप्पणी)',
    files: 'इन (?:\\d+ )?(?:फ़ाइलों|फाइलों|दस्तावेज़ों|दस्तावेजों|रिपोर्टों)|इस (?:फ़ाइल|फाइल|दस्तावेज़|रिपोर्ट)|(?:हर|प्रत्येक) (?:फ़ाइल|फाइल|दस्तावेज़|रिपोर्ट)',
  },
];

/** In these, words stand side by side: nothing tells where one ends. */
const UNSPACED: readonly Phrases[] = [
  {
    talk: '(?:この|ここまでの|上の)(?:スレッド|会話|やり取り|やりとり|議論|チャット)',
    pointed: '(?:これらの|上の|最新の|直近の)(?:\\d+件の)?(?:メッセージ|返信|コメント)|上記|ここまでの内容|以上の(?:内容|メッセージ)',
    each: '(?:各|それぞれの|一つ一つの)(?:メッセージ|返信|コメント)',
    files: '(?:この|これらの|各|それぞれの|添付の?|共有された)(?:ファイル|文書|書類|資料|レポート|報告書|PDF)',
  },
  {
    talk: '(?:这|這|本|此|整)(?:个|個|段|次|条|條)?(?:讨论串|討論串|讨论|討論|对话|對話|聊天记录|聊天紀錄|聊天|帖子|会话|會話)',
    pointed:
      '(?:这|這)(?:些|\\d+[条條])(?:消息|訊息|信息|回复|回覆|留言)|最近(?:的)?(?:\\d+[条條])?(?:消息|訊息)|(?:以上|上述|上面)的?(?:消息|訊息|内容|內容|回复|回覆|文字)|上述',
    each: '每(?:一)?(?:条|條|个|個)(?:消息|訊息|信息|回复|回覆|留言|评论|評論)',
    files: '(?:这|這)(?:些|个|個|份|\\d+[个個份])(?:文件|文档|文檔|报告|報告)|每(?:个|個|份)(?:文件|文档|文檔|报告|報告)|附件',
  },
  {
    talk: '(?<![\\p{L}])(?:이|위|전체) ?(?:스레드|대화|토론|채팅)',
    pointed: '(?<![\\p{L}])(?:이 메시지들|위(?:의)? ?(?:내용|메시지|글)|최근 (?:\\d+개 ?)?메시지)',
    each: '(?<![\\p{L}])(?:각|각각의|모든) ?(?:메시지|답변|댓글|답글)',
    files: '(?<![\\p{L}])(?:이|각|첨부된|첨부) ?(?:파일|문서|보고서)',
  },
];

const WORD_BEGINS = '(?<![\\p{L}\\p{M}\\p{N}-])';
const WORD_ENDS = '(?![\\p{L}\\p{M}\\p{N}-])';

/** One pattern for all languages. */
function find(part: keyof Phrases): RegExp {
  const spaced = [ENGLISH, ...OTHERS].map((phrases) => phrases[part].replaceAll(' ', '\\s+')).join('|');
  const unspaced = UNSPACED.map((phrases) => phrases[part]).join('|');
  return new RegExp(`${WORD_BEGINS}(?:${spaced})${WORD_ENDS}|${unspaced}`, 'iu');
}

export const TALK = find('talk');
export const MESSAGES_POINTED_AT = find('pointed');
export const EACH_MESSAGE = find('each');
export const FILES = find('files');
/** The talk and nothing else. */
export const TALK_ONLY = new RegExp(`^\\s*(?:${TALK.source})[\\s.!?。]*$`, 'iu');

/** "in this thread": there it is where something else stands. */
const WHERE = 'in|from|of|to|across|into|within|aus|von|im|dans|de|du|en|del|nel|nella|di|do|da|em|no|na|в|из|во|من|في';
const WHERE_BEHIND = '(?:の|里|中|上|內|内|에|의|d[ae]ki|के|की|का|में)';
/**
 * The talk itself as what is worked on, and not only where something else stands: "compare this thread with these
 * files".
 */
export const TALK_ITSELF = new RegExp(`(?<!(?<![\\p{L}])(?:${WHERE})\\s+)(?:${TALK.source})(?!\\s*'?${WHERE_BEHIND})`, 'iu');
