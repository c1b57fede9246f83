/**
 * What plain orders are made of, in a dozen languages: closed classes and a few dozen verbs. It is no dictionary: a word that is not here is not understood, and then a model reads the sentence.
 * Phrases stand between bars, in lower case.
 */

export type Role =
  /** Verbs, by the work that they order. */
  | 'translate'
  | 'summarize'
  | 'do'
  | 'answer'
  | 'extract'
  | 'count'
  | 'dedupe'
  | 'keywords'
  | 'compare'
  | 'language'
  /** A verb that ends with its list: "fill in the columns A and B", "classify each as A or B". */
  | 'fill'
  | 'classify'
  | 'columns'
  | 'as'
  /** What an order is done to. */
  | 'each'
  | 'these'
  | 'this'
  | 'file'
  | 'row'
  | 'piece'
  | 'findable'
  | 'countable'
  /** Languages: the noun, and what stands before one. */
  | 'languages'
  | 'into'
  /** A list is behind it: "for each of A and B". */
  | 'foreach'
  /** One text of all at the end: "then write one digest". */
  | 'digest'
  | 'and'
  /** Said to be polite, or about how it is to be run: no part of what a lane is told. */
  | 'dropped'
  /** Says nothing of what is to be done. */
  | 'filler';

type Lexicon = Readonly<Partial<Record<Role, string>>>;

/** By ISO 639-1 code. */
export const LEXICON: Readonly<Record<string, Lexicon>> = {
  en: {
    translate: 'translate|localize|localise|a translation of|translations of|the translation of|put',
    summarize:
      'summarize|summarise|sum up|outline|condense|recap|tl;dr|tldr|digest|a summary of|summaries of|give a summary of|write a summary of|give me a summary of|the gist of|give me the gist of',
    do: 'proofread|rewrite|rephrase|paraphrase|simplify|shorten|review|describe|explain|correct|critique|define|transcribe|polish|improve',
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
    these: 'these|those|all|all these|both|attached|the attached|them',
    this: 'this|it|that|the following|following',
    file: 'file|files|thread|conversation|discussion|chat|channel|messages above|replies|document|documents|doc|docs|report|reports|pdf|pdfs|attachment|attachments|paper|papers|article|articles|letter|letters|contract|contracts|transcript|transcripts|note|notes|page|pages|memo|memos|picture|pictures|image|images|e-mail|e-mails|email|emails|mail|mails',
    row: 'row|rows|record|records|entry|entries|line of the table|row of the table',
    piece:
      'text|texts|message|messages|sentence|sentences|paragraph|paragraphs|title|titles|item|items|word|words|phrase|phrases|line|lines|headline|headlines|passage|passages|string|strings|question|questions|material|one|ones|thing|things|label|labels|product name|product names|name|names',
    findable:
      'dates|deadlines|amounts|prices|sums of money|money|e-mail addresses|email addresses|links|urls|web addresses|phone numbers|action items|todos|to-dos',
    countable: 'characters|letters|headings',
    languages: 'languages|language|langs|lang',
    into: 'into|to|in',
    foreach: 'for each of|for every one of|for each one of|for all of|for each|for every|for',
    digest:
      'then one digest|and one digest|then write one digest|and write one digest|and then write one digest|then make one digest|then a digest|then write a digest|then one summary|then write one summary|and then one digest|then merge them into one digest|then one overall summary|then write one overall summary|and write one overall summary',
    and: 'and|or|plus|as well as|&',
    dropped:
      'please|kindly|could you|can you|would you|will you|could you please|can you please|would you please|i want you to|i need you to|i would like you to|for me|for us|now|just|hi|hello|hey|hi there|thanks|thank you|thx|cheers|at once|in parallel|all at once|side by side|simultaneously|at the same time',
    filler:
      'i need|i want|we need|i would like|me|us|the|a|an|of|my|our|your|their|from|below|above|here|here is|here are|on|with|different|more|other|major|most spoken|widely spoken|most widely spoken|biggest|largest|common|most common|popular|main|world|top|official|spoken|versions|version|content|contents|there are|written in|all of|any|every',
  },
  de: {
    translate: 'übersetze|übersetz|übersetzen|übersetze bitte|übersetzt',
    summarize: 'fasse|fass|zusammenfassen|fassen|zusammenfassung von|eine zusammenfassung|eine zusammenfassung von',
    do: 'korrigiere|überarbeite|erkläre|beschreibe|vereinfache|prüfe|korrekturlesen|verbessere',
    each: 'jede|jedes|jeden|jeder|jede der|jedes der|jede dieser|jedes dieser|jeden dieser|jede einzelne|einzeln|jeweils',
    these: 'diese|dieser|diesen|die folgenden|folgende|folgenden|alle|angehängten|die angehängten|sie',
    this: 'dies|dieses|das|es|den|die|folgendes|diesen text',
    file: 'datei|dateien|thread|unterhaltung|diskussion|gespräch|chat|dokument|dokumente|dokumenten|bericht|berichte|berichten|anhang|anhänge|artikel|pdf|pdfs|vertrag|verträge|brief|briefe|e-mail|e-mails',
    row: 'zeile|zeilen|tabellenzeile|datensatz|datensätze',
    piece: 'punkt|punkte|punkten|begriff|begriffe|text|texte|texten|satz|sätze|nachricht|nachrichten|absatz|absätze|titel|überschriften',
    languages: 'sprachen|sprache',
    into: 'in|ins|auf|nach|in die sprachen|in folgende sprachen|in diese sprachen',
    foreach: 'für jede von|für jeden von|für jedes von|für jede der|für jeden der|für jedes der|für jede|für jeden|für jedes|für',
    digest:
      'dann schreibe eine zusammenfassung|und dann schreibe eine zusammenfassung|danach schreibe eine zusammenfassung|dann eine zusammenfassung|und dann eine zusammenfassung|danach eine zusammenfassung',
    and: 'und|oder|sowie',
    dropped: 'bitte|kannst du|könntest du|können sie|könnten sie|mir|uns|mal|hallo|danke|gleichzeitig|parallel|auf einmal',
    filler: 'zusammen|der|von|einmal|unten|hier|verschiedene|weitere|text von',
  },
  fr: {
    translate: 'traduis|traduisez|traduire|traduction de',
    summarize: 'résume|résumez|résumer|un résumé de|fais un résumé de|faites un résumé de',
    do: 'corrige|corrigez|explique|expliquez|décris|décrivez|simplifie|simplifiez|relis|relisez|améliore',
    each: 'chacun de|chacun|chacune de|chacune|chaque|chacun des|chacune des|un par un|une par une',
    these: 'ces|les|tous|toutes|tous les|toutes les|les suivants|ci-joints|suivants|suivantes',
    this: 'ceci|cela|ça|ce|cet|cette|ce texte|le|la',
    file: 'fichier|fichiers|fil|conversation|discussion|document|documents|rapport|rapports|pièce jointe|pièces jointes|article|articles|pdf|lettre|lettres|contrat|contrats',
    row: 'ligne|lignes|ligne du tableau|lignes du tableau',
    piece: 'texte|textes|phrase|phrases|message|messages|paragraphe|paragraphes|titre|titres',
    languages: 'langues|langue',
    into: 'en|vers|dans|vers le|en langue|dans les langues',
    foreach: 'pour chacun de|pour chacune de|pour chacun des|pour chacune des|pour chaque|pour',
    digest:
      'puis écris une synthèse|puis écris un résumé|puis rédige une synthèse|puis fais une synthèse|et ensuite un résumé|puis une synthèse|puis un résumé|et ensuite une synthèse',
    and: 'et|ou|ainsi que',
    dropped: "s'il te plaît|s'il vous plaît|stp|svp|peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|bonjour|merci|en même temps|en parallèle",
    filler: "me|moi|nous|de|du|des|l'|d'|suivant|suivante|ci-dessous|voici|différentes|autres|au",
  },
  es: {
    translate: 'traduce|traduzca|traducir|traducid|traduzcan|traducción de',
    summarize: 'resume|resuma|resumir|haz un resumen de|un resumen de',
    do: 'corrige|corrija|explica|explique|describe|describa|simplifica|revisa|mejora',
    each: 'cada|cada uno de|cada una de|cada uno|cada una|uno por uno|una por una',
    these: 'estos|estas|esos|esas|los|las|todos|todas|todos los|todas las|los siguientes|las siguientes|adjuntos|adjuntas',
    this: 'esto|eso|este|esta|lo|la|el|lo siguiente|el siguiente|este texto',
    file: 'archivo|archivos|hilo|conversación|discusión|documento|documentos|informe|informes|adjunto|fichero|ficheros|artículo|artículos|pdf|carta|cartas|contrato|contratos',
    row: 'fila|filas|fila de la tabla|filas de la tabla',
    piece: 'texto|textos|frase|frases|mensaje|mensajes|párrafo|párrafos|título|títulos|oración|oraciones',
    languages: 'idiomas|idioma|lenguas|lengua',
    into: 'a|al|en|en los idiomas|a los idiomas',
    foreach: 'para cada uno de|para cada una de|para cada|para',
    digest: 'luego escribe un resumen|y luego escribe un resumen|luego un resumen general|y luego un resumen',
    and: 'y|e|o|u|así como',
    dropped: 'por favor|puedes|podrías|puede|podría|hola|gracias|a la vez|en paralelo|al mismo tiempo',
    filler: 'me|nos|de|del|siguiente|siguientes|abajo|aquí|diferentes|distintos|otros|más',
  },
  it: {
    translate: 'traduci|traduca|tradurre|traducete|traduzione di',
    summarize: 'riassumi|riassuma|riassumere|riassumete|fai un riassunto di|un riassunto di',
    do: 'correggi|spiega|descrivi|semplifica|rivedi|migliora',
    each: 'ciascuno di|ciascuna di|ciascuno|ciascuna|ogni|ognuno di|ognuna di|uno per uno|uno a uno',
    these: 'questi|queste|quei|quelle|i|gli|le|tutti|tutte|tutti i|tutte le|i seguenti|le seguenti|allegati|allegate',
    this: 'questo|questa|ciò|lo|la|il|quanto segue|questo testo',
    file: 'file|documento|thread|conversazione|discussione|documenti|rapporto|rapporti|relazione|relazioni|allegato|articolo|articoli|pdf|lettera|lettere|contratto|contratti',
    row: 'riga|righe|riga della tabella|righe della tabella',
    piece: 'testo|testi|frase|frasi|messaggio|messaggi|paragrafo|paragrafi|titolo|titoli',
    languages: 'lingue|lingua',
    into: 'in|nelle lingue|in lingua',
    foreach: 'per ciascuno di|per ciascuna di|per ognuno di|per ognuna di|per ogni|per ciascuno|per',
    digest:
      'poi scrivi una sintesi|e poi scrivi una sintesi|poi scrivi un riassunto|e poi scrivi un riassunto|poi una sintesi|e poi una sintesi',
    and: 'e|ed|o|oppure|nonché',
    dropped: 'per favore|per piacere|puoi|potresti|può|potrebbe|ciao|grazie|in parallelo|contemporaneamente',
    filler: "mi|ci|di|del|della|dei|delle|l'|seguente|seguenti|sotto|ecco|diverse|altre|più",
  },
  pt: {
    translate: 'traduz|traduza|traduzir|traduzam|tradução de',
    summarize: 'resume|resuma|resumir|resumam|faz um resumo de|faça um resumo de|um resumo de',
    do: 'corrige|corrija|explica|explique|descreve|descreva|simplifica|simplifique|revê|reveja|revise|melhora',
    each: 'cada|cada um de|cada uma de|cada um|cada uma|cada um destes|cada uma destas|um por um|uma por uma',
    these:
      'estes|estas|esses|essas|os|as|todos|todas|todos os|todas as|destes|destas|desses|dessas|os seguintes|as seguintes|anexos|anexas',
    this: 'isto|isso|este|esta|esse|essa|o|a|o seguinte|este texto|esse texto',
    file: 'arquivo|arquivos|thread|conversa|discussão|ficheiro|ficheiros|documento|documentos|relatório|relatórios|anexo|artigo|artigos|pdf|carta|cartas|contrato|contratos',
    row: 'linha|linhas|linha da tabela|linhas da tabela',
    piece: 'texto|textos|frase|frases|mensagem|mensagens|parágrafo|parágrafos|título|títulos',
    languages: 'idiomas|idioma|línguas|língua',
    into: 'para|para o|em|nos idiomas|para os idiomas|ao',
    foreach: 'para cada um de|para cada uma de|para cada um dos|para cada uma das|para cada',
    digest: 'depois escreva um resumo|e depois escreva um resumo|depois uma síntese|e depois uma síntese|depois um resumo geral',
    and: 'e|ou|bem como',
    dropped: 'por favor|podes|pode|poderia|olá|oi|obrigado|obrigada|em paralelo|ao mesmo tempo',
    filler: 'me|nos|de|do|da|dos|das|seguinte|seguintes|abaixo|aqui|diferentes|outros|mais',
  },
  ja: {
    translate: '翻訳してください|翻訳して下さい|翻訳して|翻訳する|翻訳|訳してください|訳して',
    summarize: '要約してください|要約して下さい|要約して|要約する|要約|まとめてください|まとめて',
    do: '校正してください|校正して|説明してください|説明して',
    each: 'それぞれ|各々|各|一つずつ|ひとつずつ|1つずつ|個別に|ごとに',
    these: 'これらの|これら|以下の|次の|全ての|すべての|添付の|添付した',
    this: 'この|これ|下記の|下記',
    file: 'ファイル|スレッド|会話|やり取り|やりとり|文書|ドキュメント|資料|レポート|報告書|記事|契約書|メール|pdf',
    row: '行|表の行',
    piece: '文章|文|テキスト|メッセージ|段落|タイトル|見出し',
    languages: '言語|ヶ国語|か国語|カ国語|ヵ国語|ケ国語|言語に',
    into: 'に|へ',
    foreach: '次のそれぞれについて',
    digest: 'その後一つのまとめ',
    and: 'と|および|及び|または|、',
    dropped: 'お願いします|お願い|同時に|並行して|こんにちは',
    filler: 'を|の|は|が|で|も|して|ください|下さい|つ|個|内容',
  },
  zh: {
    translate: '翻译成|翻譯成|翻译为|翻譯為|翻译|翻譯|译成|譯成|译为|翻成',
    summarize: '总结一下|總結一下|总结|總結|概括|摘要|归纳',
    do: '校对|校對|解释|解釋|润色|潤色',
    each: '每个|每個|每一个|每一個|每份|每篇|逐个|逐個|逐一|分别|分別|每',
    these: '这些|這些|以下|下面的|下列|下面|所有|附件中的',
    this: '这个|這個|这|這|这段|這段|这句|這句|这篇|這篇|此',
    file: '文件|文档|讨论串|对话|對話|讨论|討論|文檔|报告|報告|附件|文章|合同|邮件|郵件|pdf',
    row: '行|表格的行',
    piece: '句子|文本|文字|段落|消息|标题|標題|句|段|话|話|内容|內容',
    languages: '种语言|種語言|门语言|門語言|语言|語言|国语言|國語言',
    into: '成|为|為|到',
    foreach: '对以下每个|對以下每個',
    digest: '然后写一份总结|最後寫一份總結',
    and: '和|与|與|及|以及|或|、',
    dropped: '请帮我|請幫我|请|請|帮我|幫我|同时|同時|并行|你好|谢谢|謝謝',
    filler: '把|将|將|的|一下|给我|給我|个|個|份|篇|都',
  },
  ru: {
    translate: 'переведи|переведите|перевести|перевод',
    summarize:
      'резюмируй|резюмируйте|кратко изложи|кратко изложите|сделай краткое изложение|сделай резюме|обобщи|обобщите|подытожь|сократи|сделай выжимку',
    do: 'исправь|исправьте|объясни|объясните|опиши|опишите|упрости|проверь|отредактируй|улучши',
    each: 'каждый|каждую|каждое|каждого|каждой|каждый из|каждую из|каждое из|каждого из|по отдельности|по одному',
    these: 'эти|этих|следующие|следующих|все|всех|прикреплённые|прикрепленные|прикреплённых|их',
    this: 'это|этот|эту|следующий|следующее|текст ниже|следующую',
    file: 'файл|файлы|тред|обсуждение|переписку|беседу|файла|файлов|документ|документы|документа|документов|отчёт|отчет|отчёты|отчеты|отчёта|отчетов|отчётов|статью|статьи|статей|вложение|вложения|договор|договоры|письмо|письма',
    row: 'строку|строки|строка|строк|строку таблицы|строки таблицы',
    piece:
      'текст|тексты|текста|текстов|предложение|предложения|предложений|фразу|фразы|сообщение|сообщения|сообщений|абзац|абзацы|заголовок|заголовки|заголовков',
    languages: 'языков|языка|языки|язык|языках',
    into: 'на|в|на языки',
    foreach: 'для каждого из|для каждой из|для каждого|для каждой|для',
    digest: 'затем одно резюме|затем общий обзор',
    and: 'и|или|а также',
    dropped: 'пожалуйста|можешь|можете|мог бы ты|могли бы вы|одновременно|параллельно|привет|здравствуйте|спасибо',
    filler: 'мне|нам|из|ниже|вот|разных|другие|самых распространённых',
  },
  tr: {
    translate: 'çevir|çevirin|çeviriniz|çevirir misin|çevirir misiniz|tercüme et|tercüme edin|çevirisi',
    summarize: 'özetle|özetleyin|özetleyiniz|özetler misin|özetler misiniz|özet çıkar|özetini çıkar|özetini yaz',
    do: 'düzelt|düzeltin|açıkla|açıklayın|gözden geçir|sadeleştir|iyileştir',
    each: 'her birini|her biri|her bir|her|tek tek|ayrı ayrı|birer birer|her birinin',
    these: 'bu|şu|bunların|bunları|aşağıdaki|şu aşağıdaki|tüm|bütün|ekteki|ekli|hepsini',
    this: 'bunu|şunu|bu|şu',
    file: 'dosya|konuşmayı|sohbeti|tartışmayı|dosyayı|dosyaları|dosyaların|dosyalardan|dosyalar|belge|belgeyi|belgeleri|belgelerin|belgeler|belgelerden|rapor|raporu|raporları|raporların|raporlar|raporlardan|makale|makaleyi|makaleleri|sözleşmeyi|sözleşmeleri|e-postayı|e-postaları',
    row: 'satır|satırı|satırları|tablo satırını',
    piece:
      'metin|metni|metinleri|metinlerin|cümle|cümleyi|cümleleri|mesaj|mesajı|mesajları|paragraf|paragrafı|paragrafları|başlık|başlığı|başlıkları|başlıkların',
    languages: 'dile|dil|dillere|diller|diline|dillerine',
    into: 'olarak',
    foreach: 'aşağıdakilerin her biri için',
    digest: 'sonra tek bir özet yaz|ardından tek bir özet yaz',
    and: 've|veya|ile|ya da',
    dropped: 'lütfen|aynı anda|paralel olarak|merhaba|selam|teşekkürler|sağ ol',
    filler: 'bana|bize|için|farklı|aşağıda|içeriği',
  },
  ar: {
    translate: 'ترجم|ترجمي|ترجموا|ترجمة|قم بترجمة|الرجاء ترجمة',
    summarize: 'لخص|لخّص|لخصي|لخصوا|تلخيص|قم بتلخيص|الرجاء تلخيص|ملخص',
    do: 'صحح|دقق|اشرح|بسّط|بسط|راجع|حسّن',
    each: 'كل|كلا من|كل من|كل واحد من|كل واحدة من|على حدة|كلًا من|واحدا واحدا',
    these: 'هذه|تلك|التالية|الآتية|جميع|كل هذه|المرفقة',
    this: 'هذا|ذلك|التالي|الآتي|ما يلي',
    file: 'ملف|المحادثة|النقاش|الملف|ملفات|الملفات|مستند|المستند|مستندات|المستندات|تقرير|التقرير|تقارير|التقارير|مقال|المقال|مقالات|المقالات|وثيقة|الوثيقة|وثائق|الوثائق|عقد|العقد|عقود|العقود',
    row: 'صف|الصف|صفوف|الصفوف',
    piece: 'نص|النص|نصوص|النصوص|جملة|الجملة|جمل|الجمل|رسالة|الرسالة|رسائل|الرسائل|فقرة|الفقرة|فقرات|الفقرات|عنوان|العنوان|عناوين|العناوين',
    languages: 'لغات|لغة|اللغات|اللغة',
    into: 'إلى|الى|لـ|باللغة|إلى اللغات|إلى اللغة|الى اللغة',
    foreach: 'لكل من|لكل واحد من|لكل واحدة من|لكل',
    digest: 'ثم ملخص واحد|ثم اكتب ملخصا واحدا',
    and: 'و|أو',
    dropped: 'من فضلك|من فضلكم|رجاء|رجاءً|لو سمحت|هل يمكنك|هل يمكنكم|في نفس الوقت|مرحبا|السلام عليكم|شكرا|شكرًا',
    filler: 'لي|لنا|من|في|معا|مختلفة|أدناه',
  },
  hi: {
    translate: 'अनुवाद करें|अनुवाद करो|अनुवाद कीजिए|अनुवाद कर दो|अनुवाद कर दें|अनुवाद|अनुवादित करें',
    summarize: 'सारांश दें|सारांश दो|सारांश दीजिए|सारांश लिखें|सारांश लिखो|सारांश बनाएं|सारांश बनाओ|सारांश करें|सारांश|संक्षेप करें|संक्षेप में बताएं',
    do: 'सुधारें|सुधारो|समझाएं|समझाओ|वर्णन करें|सरल करें|जांचें',
    each: 'प्रत्येक|हर|हर एक|में से प्रत्येक|में से हर एक|एक-एक करके|अलग-अलग|में से हरेक|हरेक',
    these: 'इन|ये|निम्नलिखित|इन सभी|सभी|सब|संलग्न|इनमें से',
    this: 'इस|यह|इसे|इसका|नीचे दिए',
    file: 'फाइल|बातचीत|चर्चा|थ्रेड|फ़ाइल|फाइलों|फ़ाइलों|फाइलें|फ़ाइलें|दस्तावेज़|दस्तावेज|दस्तावेज़ों|दस्तावेजों|रिपोर्ट|रिपोर्टों|रिपोर्ट्स|लेख|लेखों|अनुबंध|अनुबंधों|पत्र|पत्रों',
    row: 'पंक्ति|पंक्तियों|पंक्तियाँ',
    piece: 'पाठ|टेक्स्ट|वाक्य|वाक्यों|संदेश|संदेशों|अनुच्छेद|अनुच्छेदों|शीर्षक|शीर्षकों',
    languages: 'भाषाओं|भाषा|भाषाएँ|भाषाएं',
    into: 'में',
    foreach: 'निम्न में से प्रत्येक के लिए',
    digest: 'फिर एक सारांश लिखें',
    and: 'और|या|तथा|एवं|व',
    dropped: 'कृपया|क्या आप|एक साथ|समानांतर|नमस्ते|धन्यवाद',
    filler: 'का|की|के|को|से|मुझे|हमें|गए|गये|दिए|अलग|कर|करें|दें|दीजिए|एक',
  },
  ko: {
    translate: '번역해 주세요|번역해주세요|번역해 줘|번역해줘|번역해|번역하세요|번역',
    summarize: '요약해 주세요|요약해주세요|요약해 줘|요약해줘|요약해|요약하세요|요약|정리해 줘|정리해줘|정리해 주세요|정리해주세요',
    do: '교정해 줘|교정해 주세요|설명해 줘|설명해 주세요|다듬어 줘',
    each: '각각|각|각각의|하나씩|개별적으로',
    these: '이|다음|아래|모든|첨부된|첨부한|이들',
    this: '이것|이걸|이거|다음|아래의',
    file: '파일들|스레드|대화|토론|파일|문서들|문서|보고서들|보고서|자료|기사|계약서|첨부 파일|메일|이메일',
    row: '행|표의 행',
    piece: '문장들|문장|텍스트|글|메시지|문단|단락|제목|제목들',
    languages: '개 언어|개의 언어|가지 언어|개국어|개 국어|언어',
    into: '으로|로',
    foreach: '다음 각각에 대해',
    digest: '그리고 하나의 요약을 작성해 줘',
    and: '와|과|및|그리고|하고|또는',
    dropped: '좀|부탁해|부탁합니다|부탁드립니다|제발|동시에|병렬로|안녕하세요|안녕|감사합니다|고마워',
    filler: '을|를|의|은|는|에|들|에 대해|해 줘|해주세요|해 주세요|해줘',
  },
};
