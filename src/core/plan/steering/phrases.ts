/** What people say of a run as a whole. */
export type Phrase = 'stop' | 'merge' | 'retry' | 'talk';

/**
 * Whole things to say, in a dozen languages, lower case. A message that says more than these is for somebody who
 * reads.
 */
const PHRASES: Readonly<Record<Phrase, readonly string[]>> = {
  stop: [
    'stop|stop it|stop now|stop this|stop the run|abort|cancel|cancel it|cancel the run|never mind|nevermind|forget it',
    'stopp|halt|abbrechen|brich ab|brich es ab|hör auf|aufhören|vergiss es',
    'arrête|arrêtez|arrête tout|stoppe|annule|annuler|laisse tomber',
    'para|parar|detente|detén|cancela|cancelar|déjalo|olvídalo',
    'ferma|fermati|basta|annulla|interrompi|lascia stare',
    'pare|parar|cancela|cancelar|interrompa|deixa pra lá|esquece',
    'ストップ|停止|止めて|とめて|やめて|中止|キャンセル',
    '停|停止|停下|取消|中止|算了',
    'стоп|останови|остановись|отмена|отмени|хватит|прекрати',
    'dur|durdur|iptal|iptal et|vazgeç|boş ver',
    'توقف|أوقف|أوقفه|إلغاء|ألغ',
    'रुको|रोको|बंद करो|रद्द करो',
    '멈춰|중지|중단|취소|그만|그만해',
  ],
  merge: [
    'merge|merge now|answer now|finish now|wrap up|wrap it up|publish now|give me what you have|answer with what you have|go with what you have',
    'jetzt antworten|antworte jetzt|fass jetzt zusammen|nimm was da ist|mach fertig',
    'réponds maintenant|répondez maintenant|termine maintenant|donne ce que tu as',
    'responde ya|responde ahora|termina ya|dame lo que tengas',
    'rispondi ora|rispondi adesso|concludi ora|dammi quello che hai',
    'responda agora|responde agora|conclua agora|me dá o que tem',
    'もう答えて|今すぐ答えて|今あるもので答えて',
    '现在回答|马上回答|现在合并|有多少算多少',
    'ответь сейчас|отвечай сейчас|заканчивай|дай что есть',
    'şimdi cevapla|şimdi yanıtla|şimdi bitir',
    'أجب الآن|أنه الآن',
    'अभी जवाब दो|अभी उत्तर दो',
    '지금 답해줘|지금 대답해|지금 합쳐줘',
  ],
  retry: [
    'retry|try again|again|once more|retry failed|retry the failed ones|retry what failed|retry the ones that failed|only the ones that failed|only what failed',
    'nochmal|noch einmal|noch mal|versuch es nochmal|wiederholen|nur die fehlgeschlagenen',
    'réessaie|réessayez|encore une fois|recommence|seulement celles qui ont échoué',
    'reintenta|otra vez|de nuevo|inténtalo otra vez|solo las que fallaron',
    'riprova|di nuovo|ancora una volta|solo quelle fallite',
    'tente de novo|tenta de novo|de novo|outra vez|só as que falharam',
    'もう一度|もう一回|再試行|やり直して|失敗したものだけ',
    '重试|再试一次|再来一次|只重试失败的',
    'ещё раз|еще раз|повтори|попробуй ещё раз|попробуй еще раз|только неудачные',
    'tekrar|tekrar dene|yeniden dene|sadece başarısız olanlar',
    'أعد المحاولة|مرة أخرى|حاول مرة أخرى',
    'फिर से|फिर से करो|दोबारा करो',
    '다시|다시 해줘|재시도|한 번 더|실패한 것만',
  ],
  talk: [
    'thanks|thank you|many thanks|thanks a lot|thank you so much|thx|ty|cheers|ok|okay|got it|nice|great|good|good job|great job|great work|well done|perfect|awesome|cool|lol|love it|sounds good|looks good|lgtm',
    'danke|danke schön|dankeschön|vielen dank|danke dir|super|prima|toll|gut gemacht|alles klar|passt',
    'merci|merci beaucoup|parfait|super|très bien|bien joué|d’accord',
    'gracias|muchas gracias|perfecto|genial|muy bien|vale|de acuerdo',
    'grazie|grazie mille|perfetto|ottimo|benissimo|va bene',
    'obrigado|obrigada|muito obrigado|muito obrigada|perfeito|ótimo|valeu|beleza',
    'ありがとう|ありがとうございます|どうも|了解|了解です|いいね|完璧',
    '谢谢|多谢|谢谢你|好的|好|很好|太好了|棒',
    'спасибо|большое спасибо|спасибо большое|отлично|супер|хорошо|ок|понятно',
    'teşekkürler|teşekkür ederim|sağ ol|sağol|tamam|harika|süper|mükemmel',
    'شكرا|شكراً|شكرا جزيلا|ممتاز|رائع|حسنا',
    'धन्यवाद|शुक्रिया|बहुत धन्यवाद|ठीक है|बढ़िया',
    '고마워|고마워요|감사합니다|고맙습니다|좋아|좋아요|완벽해|네 감사합니다',
  ],
};

/** What is only said to be polite, before or behind. */
const PLEASE: readonly string[] =
  'please|pls|just|bitte|s’il te plaît|s’il vous plaît|stp|svp|por favor|per favore|お願いします|ください|请|пожалуйста|lütfen|من فضلك|कृपया|부탁해|부탁합니다|fanout'.split(
    '|',
  );

/** Longer than any of them, with all that is polite. In UTF-16 code units. */
const MAX_CHARS = 120;

/** One spelling for what keyboards write in several ways. The dot that lower case leaves on a Turkish İ is none. */
const toKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u0307/g, '')
    .replace(/['‘’`´]/g, '’')
    .replace(/\s+/g, ' ')
    .trim();

const KINDS: ReadonlyMap<string, Phrase> = new Map(
  (Object.keys(PHRASES) as Phrase[]).flatMap((kind) =>
    PHRASES[kind].flatMap((line) => line.split('|').map((phrase) => [toKey(phrase), kind] as const)),
  ),
);
const POLITE: readonly string[] = PLEASE.map(toKey);

/**
 * What a message says of a run where it says nothing else: "Stop, please!", "Great, thanks", "もう一度". Null for
 * anything more, and for two things at once. Takes any text.
 */
export function readPhrase(words: string): Phrase | null {
  if (words.length > MAX_CHARS) return null;
  const pieces = toKey(words)
    .split(/(?:[,;.!¡…。、！，।؛،]|\p{Extended_Pictographic}|\uFE0F)+/u)
    .map(withoutPlease)
    .filter((piece) => piece !== '');
  if (pieces.length === 0) return words.trim() === '' ? null : 'talk';
  const kinds = new Set(pieces.map((piece) => KINDS.get(piece) ?? null));
  // "Thanks, stop": the thanks are beside.
  if (kinds.size > 1) kinds.delete('talk');
  const [kind = null] = kinds;
  return kinds.size === 1 ? kind : null;
}

function withoutPlease(piece: string): string {
  let text = piece.trim();
  for (const word of POLITE) {
    if (text.startsWith(`${word} `)) text = text.slice(word.length).trim();
    if (text.endsWith(` ${word}`)) text = text.slice(0, -word.length).trim();
  }
  return POLITE.includes(text) ? '' : text;
}
