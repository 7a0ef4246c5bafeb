import type { ReportReason } from '../src/mail/report.ts'

/**
 * The wording of mail servers for why they refuse, in lower case with single spaces; the first that fits counts, so
 * that the special stands before the general. Every repetition is bounded, and so is the text that is looked at.
 */
export const phrases: readonly (readonly [ReportReason, RegExp])[] = [
  ['unknownUser', /recipient address rejected: access denied/],
  [
    'full',
    /mail ?(?:box|folder|directory|drop|store|account)(?: \S{1,80})? (?:is |was )?(?:currently |too )?(?:full|over|exceed|is over)|(?:mailbox|mail box|inbox|mailfolder|user|account|maildir|recipient)(?:'s)?(?: .{0,80})? (?:over|exceeded|exceeds|out of|above) (?:the |its |their |his |allowed |storage |disk |mailbox |maximum |mail ){0,3}(?:quota|size|limit|storage|space)|quota (?:has been |is |was )?(?:exceed|violat|reached)|(?:exceed|over|out of|beyond)\S* (?:.{0,64} )?(?:quota|storage)|over ?quota|disk quota|insufficient (?:disk|system|mailbox)? ?(?:quota|storage|space|mailbox)|not enough (?:storage|space|disk)|no space left|mailbox (?:size|storage|quota)|storage (?:limit|allocation|quota)|full mailbox|box full|account is full|sufficient free space|out of (?:disk )?(?:space|storage)|too many messages in|maximum (?:mailbox|folder) size|exceeds allowed size|quotaexceeded|postfach (?:ist )?voll|speicherplatz|boîte (?:\S{1,20} )?pleine|boite pleine|buz[oó]n (?:est[aá] )?lleno|caixa (?:\S{1,20} )?(?:cheia|lotada)|casella (?:\S{1,20} )?piena|переполнен|容量|メールボックスが一杯|メールボックスがいっぱい/,
  ],
  [
    'rate',
    /rate (?:that|limit)|too (?:many|much) (?:.{0,32} )?(?:messages?|mails?|emails?|recipients?|sessions?|connections?|concurrent|rcpts|invalid|errors|requests)|too (?:fast|frequent)|(?:receiving|sent|sending|delivering) (?:.{0,96} )?too (?:many|quickly|fast)|frequency (?:is )?limit|throttl|concurren(?:t|cy) (?:.{0,48} )?(?:exceed|limit|reach)|(?:hourly|daily|sending|message|recipient|connection)s? (?:\S{1,12} )?limit|limit (?:.{0,48} )?(?:per|exceeded|reached)|exceeded (?:.{0,64} )?(?:per (?:hour|day|minute|connection)|allowed messages|sending)|slow down|excessive/,
  ],
  [
    'reverseName',
    /reverse[- ]?(?:dns|lookup|name|hostname|mapping)|\bptr\b|\brdns\b|(?:ip|address|client|host) (?:.{0,48} )?(?:name lookup failed|not resolve|without a name)|cannot find your (?:reverse )?(?:host ?name|reverse)|unable to (?:verify|resolve) your (?:ip|host)|forward[- ]confirmed|mismatch\S* client ip|dns (?:entry|record)s? (?:.{0,48} )?(?:for|of) your|no valid (?:ptr|hostname)|client host(?:name)? (?:\S{1,60} )?(?:cannot|not) f?i?n?d?/,
  ],
  [
    'authentication',
    /\bdmarc\b|\bdkim\b|\bspf\b|sender ?id (?:check|fail|validation)|domainkeys|unauthenticated (?:e?mail|message)|authentication information|sender is unauthenticated|does ?n.t (?:.{0,48} )?authentication|sender policy framework|arc (?:seal|validation)|access denied, sending domain/,
  ],
  [
    'virus',
    /virus|malware|infected|trojan|\bworm\b|ransomware|mcspamsignature|banned (?:file|attachment)|suspicious attachment/,
  ],
  [
    'tooBig',
    /(?:message|mail|e-mail|email|size|data|body|header|file|attachment)s? (?:.{0,80} )?(?:too (?:big|large|long)|exceed\S* (?:.{0,80} )?(?:size|limit|maximum|length))|too (?:big|large) (?:message|mail|email|for)|exceeds? (?:.{0,64} )?(?:message|maximum|max|allowed|administrative|fixed) (?:.{0,48} )?(?:size|limit|length)|size limit|larger than|maximum (?:message|allowed) size|message (?:length|size) exceeds|trop (?:gros|volumineux)|zu gro(?:ß|ss)/,
  ],
  ['unknownHost', /(?:account or )?domain may not exist/],
  [
    'noMail',
    /(?:host|system|server|domain|machine)(?: \S{1,80})? (?:does not|doesn.t|do not|not|never) (?:accept|accepting|receive|receiving|configured to accept)\S* (?:any |network )?(?:e?-?mail|messages)|null ?mx|no mx (?:record )?found|no mail (?:server|exchanger)|no mx record|mail exchanger or ip address|smtp service not available for|mx (?:points? to|resolves? to) (?:127|localhost|0\.0)|this (?:host|server) (?:.{0,48} )?send[- ]only/,
  ],
  [
    'relaying',
    /relay(?:ing)?(?: \S{1,60})? (?:not |is |was |access )?(?:denied|permitted|allowed|prohibited|disabled|rejected)|(?:denied|unable to|cannot|not|insecure|no|open)(?: .{0,60})? relay|not (?:a )?(?:local|gateway)|rcpthosts|relay(?:ing)? (?:attempt|access|restriction)|address is not verified|we do not relay|mail ?relay/,
  ],
  [
    'sender',
    /(?:sender|mail from|return[- ]path|envelope[- ]from|from:?)(?: address| domain|'s)?(?: .{0,40})? (?:verif|reject|denied|refused|not (?:allowed|accept|exist|permitted)|does ?n.t exist|does not exist|unknown|invalid|is invalid|is not valid|blocked|not found|unresolv|syntax)|domain of sender|(?:invalid|bad|unknown|unverified|unresolvable|illegal|malformed) (?:sender|return address|from|mail from|responsible)|sender ?(?:verify|address|domain)|domain is invalid|purported responsible|your (?:e-?mail )?(?:address|domain) (?:.{0,48} )?(?:reject|not|block|is)|not (?:a )?(?:\S{1,12} )?member(?:s)?(?: of)?|only (?:subscribers|members)|backscatter|null sender|does not exist e\d{3,4}|posting to (?:the|this) (?:list|group)|permission to post|empty envelope|may not exist, or you may not/,
  ],
  [
    'moved',
    /(?:user|recipient|mailbox|account|address|customer|person)(?: \S{1,80})? (?:has |have )?(?:moved|been replaced|changed (?:his|her|their) address)|has moved to|no longer (?:at|with|our)|not our customer|user has moved|address (?:has )?changed|new address|verzogen/,
  ],
  [
    'disabled',
    /(?:user|recipient|mail ?box|account|address|mailbox|e-?mail|domain)s?(?:'s)?(?: .{0,100})? (?:is |was |has been |have been |been |are |currently |temporarily |has ){0,2}(?:disabled|suspend|deactivat|frozen|locked|inactive|blocked|on hold|closed|expired|discontinued|not active|unavailable for)|(?:disabled|suspended|deactivated|frozen|inactive|closed) (?:recipient|user|account|mail ?box|address|e-?mail)|account that you tried to reach is (?:disabled|inactive)|has been (?:suspended|disabled|deactivated|locked)|address no longer accepts|not (?:an )?active (?:user|account|mailbox)|domain (?:is )?(?:suspended|parked)|compte (?:.{0,48} )?bloqu|vacation|受信拒否|deaktiviert|gesperrt/,
  ],
  [
    'junk',
    /\bspam|\bube\b|\buce\b|unsolicited|junk mail|bulk ?e?-?mail|looks like (?:spam|junk)|content (?:\S{1,16} )?(?:spam|filter)|score|bayes|mail rejected?\.? ofr|rejet[eé]|blacklisted (?:url|link|domain)|surbl|uribl|phish|fraud|content rejected|unwanted/,
  ],
  [
    'blocked',
    /black ?-?list|block(?:ed)? ?-?(?:list|using|by|for|ip|due|because|at)|(?:\bip|\bhost|client|server|connection|network)(?: .{0,60})? (?:is |was |has been |are ){0,2}(?:block|ban|listed|prohibit|refused from|rejected|denied)|banned|\brbl\b|dnsbl|spamhaus|\bsorbs\b|spamcop|barracuda|reputation|poor (?:sender|ip)|blocked|not (?:allowed|accepted|permitted) (?:to (?:connect|send)|from)|denylist|access denied|access from ip|connection (?:refused|rejected|dropped) (?:by|due)|closing transmission channel|service not available|smtp server of your isp|dynamic (?:ip|address|host)|may not be (?:a )?mail exchanger|invalid domain name|(?:bad|invalid|own) (?:helo|ehlo)|helo|greylist|grey-?list|graylist|\(bl\)|client host rejected|refused to talk/,
  ],
  [
    'content',
    /8-?bit data|improper use of|mime (?:error|part|structure)|malformed|bare (?:lf|cr)|header(?:s)? (?:.{0,48} )?(?:missing|invalid|not|error|duplicate)|multiple (?:subject|addresses|from)|rfc[ -]?\d{3,4}[ -](?:compl|viol)|violates? rfc|potential(?:ly)? (?:security|dangerous)|missing (?:\S{1,16} )?header|not rfc|compliant|illegal (?:attachment|character)/,
  ],
  [
    'expired',
    /(?:time|timed) ?-?out|retry (?:time|timeout)|expired|delivery time|could not be delivered (?:for|within|after) \S{1,10} (?:hours?|days?)|too (?:old|long) in (?:the )?queue|in the queue too long|been in the queue|(?:multiple|repeated|several|number of|maximum) (?:\S{1,12} )?(?:retries|attempts|tries)|has been delayed|delayed|deferred|not (?:been )?delivered (?:.{0,48} )?(?:after|for|within)|(?:cannot|can't|could not|couldn.t|unable to|failed to) (?:.{0,32} )?(?:connect|reach|establish|contact)|(?:did not|not) (?:accept our requests|respond|responding|answer|reachable)|no route|connection (?:refused|reset|lost|closed|dropped|timed|failed|failure|interrupted)|unreachable|socket error|lost connection|aborted after|will (?:be retried|retry|keep trying|continue to try)|still being|still trying|failed \d+ attempts|unable to deliver (?:.{0,64} )?after|retries/,
  ],
  [
    'network',
    /too many hops|hop ?count|loop(?:s|ing)?\b|loops back|routing (?:error|loop)|name server (?:reply|error)|dns (?:error|failure|loop)|tls (?:handshake|negotiation|required)|certificate|starttls|no network route|malformed or unexpected/,
  ],
  [
    'unknownHost',
    /(?:host|domain|site|mail server)(?: name)?(?: .{0,40})? (?:is |was |could |can |does |)?(?:not |n.t |)(?:un|not |n.t )(?:be )?(?:known|found|exist|resolve|valid|located)|unknown (?:host|domain|site|mail ?host)|(?:host|domain|hostname) (?:unknown|lookup (?:did not|fail)|not found|invalid)|invalid (?:host|domain|mail ?host|mx)|no such (?:host|domain|site)|name (?:service error|lookup fail|or service not known|not known)|unroute?able|non-?existent (?:host|domain)|all host address lookups failed|host(?:s)? lookup|dns (?:lookup|entry|records? not)|domain (?:\S{1,60} )?(?:does not|doesn.t) exist|domain (?:\S{1,60} )?may not exist|address lookup failed|nxdomain|(?:^| )[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6} does not exist|illegal host|bad destination (?:host|system)|unresolvable|can.t find (?:.{0,32} )?(?:host|domain|server)|couldn.t find any host|could not find (?:a )?(?:gateway|host|domain)|хост не найден/,
  ],
  [
    'unknownUser',
    /(?:user|users|recipient|recipients|mail ?box|account|address|addressee|addresses|alias|mailname|person|name|subscriber|customer|local ?-?part|destinataire|empf[aä]nger|destinatario|gateway user|inbox)(?: name| address)?(?:\(s\))?(?: .{0,80})? (?:is |are |was |were |has |have |does |do |could |can |may |)?(?:currently |)?(?:unknown|not (?:be )?(?:known|found|exist|listed|valid|available|here|registered|recogni[sz]ed|a valid|have an|resolve|local)|does ?n.t (?:exist|have|like)|does not (?:exist|have|match)|not? (?:longer )?(?:on|in|at) (?:this|server|our)|invalid|unavailable|nonexist|non-?existent|no longer|inconnu|invalide|unbekannt|desconocid|inesistente|not exist|inexist|undeliverable|unrout|illegal)|(?:unknown|invalid|no such|bad|non-?existent|illegal|nonexistent|undeliverable|unregistered|incorrect|unrecognized|inactive) (?:or \S{1,12} )?(?:local |e-?mail |virtual |destination |)?(?:user|recipient|address|mail ?box|account|person|alias|addressee|local ?-?part|name|inbox|rcpt|mail ?name|id\b)|no (?:such |valid |local |)(?:user|mail ?box|recipient|account|person|one|address)|user ?unknown|recip(?:ient)? ?not ?found|recipnotfound|not listed in|no (?:mailbox|account|user) (?:here|by|with|of)|isn.t (?:here|a)|can.t (?:find|verify) (?:\S{1,12} )?(?:user|recipient|mail ?box)|mail ?box unavailable|address error|does not (?:like|know) recipient|not known here|user not (?:found|known)|this (?:user|account|address) (?:doesn|does|is|has)|delivery to \S{1,80} not|unknown: user|account (?:you|that) (?:.{0,64} )?does not exist|不存在|存在しません|宛先不明|見つかりません|リストにありません|удален|не существует|не найден|existiert nicht|not a valid (?:mail ?box|recipient|user|address|account)|unzustellbar|n'existe pas|introuvable|no existe|non esiste|não existe|bestaat niet/,
  ],
  [
    'system',
    /system (?:error|fail|config|problem)|internal (?:server |system |)(?:error|fail)|temporar\S* (?:local |system |)(?:problem|fail|error|unavailable)|local (?:configuration|error|problem)|server (?:error|configuration|fail|busy|too busy)|disk (?:full|error|i\/o)|queue file|out of memory|i\/o error|service (?:currently |temporarily |)unavailable|transaction failed|mail system (?:\S{1,12} )?(?:error|configuration)|resources? (?:temporarily )?(?:unavailable|restricted)|command (?:died|output|failed)|exit (?:status|code)|pipe to|child (?:status|crashed)|generated by \||transport error|local delivery failed|local mailer|remote protocol error|mailer|try again/,
  ],
  [
    'policy',
    /polic(?:y|ies)|not (?:allowed|permitted|authori[sz]ed|accepted)|prohibit|(?:security|administrative) |authentication required|auth(?:entication)? (?:is )?required|restricted|denied|protocol violation|content presents|forbidden|unauthenticated|sender ?s? not allowed|disallowed/,
  ],
  ['refused', /reject|refus|filtered|declined|not accept|bounc/],
]
