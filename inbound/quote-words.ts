/** What mail programs write around an old mail, in the languages that they speak. All lower case. */

/** The verb of "On … somebody wrote:". */
const spaced = [
  ...['wrote', 'writes', 'has written', 'schrieb', 'schrieben', 'schreibt', 'hat geschrieben', 'a écrit', 'écrit'],
  ...['écrivait', 'escribió', 'escribio', 'ha escrito', 'escribe', 'ha scritto', 'scrisse', 'scrive', 'schreef'],
  ...['geschreven', 'escreveu', 'escreve', 'skrev', 'skriver', 'napisał(a)', 'napisał', 'napisała', 'pisze'],
  ...['napsal(a)', 'napsal', 'napsala', 'píše', 'napísal(a)', 'napísal', 'napísala', 'написал(а)', 'написал'],
  ...['написала', 'пишет', 'писал', 'писал(а)', 'писала', 'написав', 'написав(ла)', 'пише', 'писав', 'написа'],
  ...['kirjoitti', 'írta', 'írta ezt', 'ezt írta', 'a következőt írta', 'yazdı', 'şunu yazdı', 'έγραψε', 'a scris'],
  ...['napisao', 'napisala', 'je napisao', 'je napisal', 'piše', 'va escriure', 'ha escrit', 'kirjutas', 'rakstīja'],
  ...['rašė', 'parašė', 'đã viết', 'menulis', 'כתב', 'כתבה', 'كتب', 'skrifaði', 'idatzi du', 'escribiu', 'a skrivas'],
]
const joinedUp = [
  '写道',
  '寫道',
  '書きました',
  '書き込みました',
  'のメール',
  '작성',
  '님이 작성',
  'เขียน',
  '写',
  '님이 쓴 글',
]
export const verb = new RegExp(
  `(?<![\\p{L}])(?:${spaced.map((word) => word.replace(/[()]/g, '\\$&')).join('|')})(?![\\p{L}])|(?<![\\p{L}])(?:hat|heeft) .{1,200} geschr(?:ie|e)ben|heeft .{1,200} geschreven|${joinedUp.join('|')}`,
  'iu',
)
/** Somebody telling of himself or of a talk, not a mail program. */
export const toldByHand =
  /(?<!\p{L})(?:i|we|you|he|she|they|ich|wir|sie|er|du|ihr|je|nous|vous|il|elle|yo|usted|io|noi|lei|ik|wij|u|jij|eu|nós|você|ja|my|wy|я|мы|вы|jag|vi|ni|jeg|minä|te)\s{1,3}(?:wrote|writes|schrieb|schrieben|escribió|scrisse|schreef|escreveu|skrev|skriver|написал|написали|kirjoitti)(?!\p{L})/iu

/** Titles between dashes: "-----Original Message-----". */
export const dividers = new Set([
  ...['original message', 'original mail', 'original email', 'original e-mail', 'original appointment'],
  ...['forwarded message', 'forwarded mail', 'forwarded email', 'forwarded by', 'forwarded letter', 'reply message'],
  ...['ursprüngliche nachricht', 'originalnachricht', 'original-nachricht', 'original nachricht', 'originaltermin'],
  ...[
    'ursprüngliche mail',
    'ursprüngliche e-mail',
    'weitergeleitete nachricht',
    'ursprünglicher termin',
    'originalmail',
  ],
  ...["message d'origine", 'message original', 'message transféré', 'message transmis', "courriel d'origine"],
  ...["message d'origine de", "e-mail d'origine", 'mensaje original', 'mensaje reenviado', 'mensaje de origen'],
  ...['messaggio originale', 'messaggio inoltrato', 'messaggio di origine', 'messaggio di posta originale'],
  ...['mensagem original', 'mensagem encaminhada', 'mensagem reencaminhada', 'mensagem de origem'],
  ...['oorspronkelijk bericht', 'origineel bericht', 'doorgestuurd bericht', 'oorspronkelijke bericht'],
  ...['oprindelig meddelelse', 'oprindelig besked', 'videresendt besked', 'videresendt meddelelse'],
  ...['opprinnelig melding', 'opprinnelig epost', 'opprinnelig e-post', 'videresendt melding', 'original melding'],
  ...['ursprungligt meddelande', 'originalmeddelande', 'vidarebefordrat meddelande', 'ursprungligt mail'],
  ...['alkuperäinen viesti', 'välitetty viesti', 'edelleenlähetetty viesti', 'původní zpráva', 'přeposlaná zpráva'],
  ...['původní e-mail', 'pôvodná správa', 'preposlaná správa', 'oryginalna wiadomość', 'wiadomość oryginalna'],
  ...['wiadomość przekazana', 'przekazana wiadomość', 'treść oryginalnej wiadomości', 'исходное сообщение'],
  ...['пересылаемое сообщение', 'пересланное сообщение', 'первоначальное сообщение', 'оригинальное сообщение'],
  ...['вихідне повідомлення', 'оригінальне повідомлення', 'переслане повідомлення', 'eredeti üzenet'],
  ...['továbbított üzenet', 'eredeti levél', 'orijinal mesaj', 'özgün ileti', 'orijinal ileti', 'iletilen mesaj'],
  ...['αρχικό μήνυμα', 'προωθημένο μήνυμα', 'mesaj original', 'mesajul original', 'mesaj redirecționat'],
  ...['оригинално съобщение', 'препратено съобщение', 'izvorna poruka', 'proslijeđena poruka', 'izvirno sporočilo'],
  ...['missatge original', 'algne kiri', 'sākotnējais ziņojums', 'pirminis laiškas', 'thư gốc', 'pesan asli'],
  ...['原始邮件', '原始郵件', '原邮件', '原始信件', '转发的邮件', '轉寄的郵件', '转发邮件', '轉寄郵件', '原始消息'],
  ...['元のメッセージ', '転送メッセージ', '転送されたメッセージ', '原文', '원본 메시지', '원본 메일', '전달된 메시지'],
  ...['הודעה מקורית', 'الرسالة الأصلية', 'ข้อความต้นฉบับ', 'upprunaleg skilaboð'],
])

/** Lines without dashes that open a forwarded mail, their colon left out. */
export const forwardLines = new Set([
  ...['begin forwarded message', 'anfang der weitergeleiteten nachricht', 'début du message transféré'],
  ...[
    'début du message réexpédié',
    'inicio del mensaje reenviado',
    'inizio messaggio inoltrato',
    'inizio del messaggio',
  ],
  ...['begin doorgestuurd bericht', 'início da mensagem reenviada', 'início da mensagem encaminhada'],
  ...['vidarebefordrat brev', 'start på videresendt besked', 'videresendt melding', 'välitetty viesti alkaa'],
  ...['początek przekazywanej wiadomości', 'начало переадресованного сообщения', 'начало пересылаемого сообщения'],
  ...[
    'začátek přeposílané zprávy',
    'továbbított levél kezdete',
    'iletilen ileti başlangıcı',
    '转发的邮件',
    '開始轉寄郵件',
  ],
  ...[
    '開始轉寄郵件內容',
    '転送されたメッセージ',
    '下記は転送されたメッセージです',
    '전달된 메시지',
    'έναρξη προωθημένου μηνύματος',
  ],
])
