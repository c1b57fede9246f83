/** Languages that people ask for by a place or a family. `codes`: the largest first by common estimates of speakers there. */
export interface LanguageGroup {
  /** As a sentence says it: "the languages of India". */
  readonly title: string;
  /** What stands for it before or after "languages", lower case. */
  readonly names: readonly string[];
  readonly codes: readonly string[];
}

const group = (title: string, names: readonly string[], codes: string): LanguageGroup => ({ title, names, codes: codes.split(' ') });

export const LANGUAGE_GROUPS: readonly LanguageGroup[] = [
  group('the European Union', ['eu', 'e.u.', 'european union'], 'de fr it es pl ro nl el hu pt sv cs bg da fi sk hr lt sl lv et ga mt en'),
  group('the United Nations', ['un', 'u.n.', 'united nations'], 'en zh es ar fr ru'),
  group('Europe', ['europe', 'european'], 'ru de fr en it es uk pl ro nl el hu cs pt sv sr bg da fi sk no hr lt sq sl lv et mk ga mt is'),
  group('Africa', ['africa', 'african'], 'sw ha am yo om ig zu so rw sn xh af ny mg ti wo tn st ln lg'),
  group('Asia', ['asia', 'asian'], 'zh hi bn id ur ja mr vi te tr ta fa ko th jv gu kn pa ml my uz ne km si mn lo ka hy'),
  group('East Asia', ['east asia', 'east asian'], 'zh ja ko yue mn'),
  group('South Asia', ['south asia', 'south asian'], 'hi bn ur mr te ta gu kn ml or pa ne si'),
  group(
    'Southeast Asia',
    ['southeast asia', 'south-east asia', 'southeast asian', 'south-east asian', 'asean'],
    'id vi th fil ms jv my km lo ceb',
  ),
  group('Central Asia', ['central asia', 'central asian'], 'uz kk tg tk ky'),
  group('the Middle East', ['middle east', 'middle eastern'], 'ar tr fa ku he'),
  group('Latin America', ['latin america', 'latin american', 'south america', 'south american'], 'es pt qu gn ay'),
  group('India', ['india', 'indian'], 'hi bn mr te ta gu ur kn or ml pa as mai ne sd sa'),
  group('Pakistan', ['pakistan', 'pakistani'], 'ur pa ps sd'),
  group('Nepal', ['nepal', 'nepalese'], 'ne mai bho'),
  group('China', ['china'], 'zh yue ug bo mn'),
  group('Indonesia', ['indonesia'], 'id jv su'),
  group('the Philippines', ['philippines', 'philippine'], 'fil ceb ilo'),
  group('Singapore', ['singapore', 'singaporean'], 'en zh ms ta'),
  group('Nigeria', ['nigeria', 'nigerian'], 'en ha yo ig pcm'),
  group('Ethiopia', ['ethiopia', 'ethiopian'], 'am om so ti'),
  group('Kenya', ['kenya', 'kenyan'], 'sw en'),
  group('South Africa', ['south africa', 'south african'], 'zu xh af en st tn'),
  group('Morocco', ['morocco', 'moroccan'], 'ar fr'),
  group('Israel', ['israel', 'israeli'], 'he ar'),
  group('Switzerland', ['switzerland', 'swiss'], 'de fr it rm'),
  group('Belgium', ['belgium', 'belgian'], 'nl fr de'),
  group('Luxembourg', ['luxembourg'], 'lb fr de'),
  group('Spain', ['spain'], 'es ca gl eu'),
  group('Ireland', ['ireland'], 'en ga'),
  group('the United Kingdom', ['united kingdom', 'uk', 'u.k.', 'great britain', 'british'], 'en cy gd sco'),
  group('Finland', ['finland'], 'fi sv'),
  group('Canada', ['canada', 'canadian'], 'en fr'),
  group('the Nordic countries', ['nordic', 'nordic countries', 'nordics'], 'sv da no fi is'),
  group('Scandinavia', ['scandinavia', 'scandinavian'], 'sv da no'),
  group('the Baltic states', ['baltic', 'baltic states', 'baltics', 'baltic countries'], 'lt lv et'),
  group('the Balkans', ['balkan', 'balkans'], 'ro el sr bg hr sq bs sl mk'),
  group('the Benelux', ['benelux'], 'nl fr de lb'),
  group('the Slavic family', ['slavic', 'slavonic'], 'ru pl uk cs sr bg sk hr be bs sl mk'),
  group('the Romance family', ['romance'], 'es pt fr it ro ca gl'),
  group('the Germanic family', ['germanic'], 'en de nl sv da no af is lb'),
  group('the Celtic family', ['celtic'], 'cy ga br gd'),
  group('the Turkic family', ['turkic'], 'tr az uz kk tk ky'),
  group('the Dravidian family', ['dravidian'], 'te ta kn ml'),
  group('the Semitic family', ['semitic'], 'ar am he ti mt'),
];
