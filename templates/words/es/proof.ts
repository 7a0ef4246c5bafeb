import type { proofWords as en } from '../en-proof.ts'

/** Whether a mail is from whom it says: the sentences behind the badge, and the settings that they go by; in Spanish. */
export const proofWords: typeof en = {
  proof: {
    question: '¿Es auténtico?',
    none: 'No había a quién preguntar: el correo no lleva firma y llegó por una vía que no dice nada de su remitente.',
    reasons: {
      'dmarc-pass': (domain) => `${domain} responde de este correo (DMARC).`,
      'dkim-pass': (domain) => `${domain} firmó este correo con su propia clave.`,
      'arc-pass': (domain) =>
        `Un reenviador en el que usted confía vio que ${domain} respondía de este correo, y lo selló (ARC).`,
      'dmarc-fail': (domain) =>
        `${domain} dice que este correo no es suyo y pide no fiarse de correo así (DMARC). Alguien puede estar escribiendo en su nombre.`,
      'two-authors': () => 'Nombra a dos remitentes. Los programas muestran uno u otro, así que no se cree a ninguno.',
      'no-author': () =>
        'Su campo From no nombra con certeza a ningún remitente, así que nadie podría responder de él.',
      'policy-none': (domain) =>
        `Nada muestra que este correo sea de ${domain}, pero ese dominio solo observa y no pide desconfiar (p=none).`,
      forwarded: (domain) =>
        `Pasó por un reenviador suyo, lo que rompe la prueba de ${domain}: así que la falta de prueba no dice nada.`,
      'part-signed': (domain) =>
        `${domain} firmó solo el principio de este correo. Cualquiera puede haber añadido el resto.`,
      'no-policy': (domain) => `${domain} no publica nada con que distinguir su correo de uno falso.`,
      'no-answer': (domain) =>
        `Los servidores de nombres de ${domain} no respondieron a tiempo. Se les pregunta de nuevo durante unas horas.`,
      'no-client': (domain) =>
        `Llegó por una vía que oculta el ordenador del remitente, así que no se pudo preguntar por él a ${domain}.`,
      'provider-pass': (domain) => `Su proveedor de correo comprobó que es de ${domain}.`,
      'provider-fail': (domain) =>
        `Su proveedor de correo vio que no es de ${domain}, que pide no fiarse de correo así.`,
      'provider-silent': () => 'Su proveedor de correo no dice nada del dominio del remitente.',
    },
    domain: 'Dominio del remitente',
    nobody: 'el dominio del remitente',
    signature: 'Firma',
    signedBy: (domain, aligned) => (aligned ? `${domain}, la del remitente` : `${domain}, la de otro`),
    spf: 'Ordenador que lo envió',
    spfOf: (ip, domain) => (ip ? `${ip} por ${domain}` : domain),
    policy: 'Qué pide el dominio',
    policies: {
      none: 'nada, solo observa',
      quarantine: 'retener lo que no lo cumpla',
      reject: 'rechazar lo que no lo cumpla',
    },
    sealed: 'Reenviado y sellado por',
    checkedBy: 'Comprobado por',
    results: {
      pass: 'probado',
      fail: 'no probado',
      softfail: 'dudoso',
      neutral: 'no dice nada',
      none: 'nada publicado',
      policy: 'demasiado débil',
      temperror: 'sin respuesta',
      permerror: 'mal publicado',
      skipped: 'no comprobado',
    },
    looked: 'Lo he mirado',
    heldWaits: 'Aquí espera una respuesta retenida: decida antes sobre ella.',
  },
  senders: {
    title: 'Remitentes y no deseado',
    menu: 'Remitentes y no deseado',
    hint: 'El correo de un remitente bloqueado se retiene y nunca se pierde. El de un remitente siempre admitido no se retiene como no deseado, salvo que su dominio diga que es falso.',
    sender: 'Dirección o dominio',
    senderHint: 'ada@shop.example, o shop.example con todo lo que cuelga de él.',
    allow: 'Admitir siempre',
    block: 'Bloquear',
    allowed: 'Admitido',
    blocked: 'Bloqueado',
    remove: 'Quitar',
    removeOf: (sender) => `Quitar ${sender}`,
    by: (name) => `por ${name}`,
    empty: 'No hay nadie en la lista.',
    wrong: 'Escriba una dirección como ada@shop.example o un dominio como shop.example.',
    trust: 'La palabra de quién cuenta',
    forwarders: 'Reenviadores',
    forwardersHint:
      'Quién les hace llegar el correo de otros: direcciones, redes como 198.51.100.0/24 o dominios. Una prueba que ellos rompieron no es un fallo.',
    sealers: 'Sellos de confianza (ARC)',
    sealersHint: 'Dominios de listas y reenviadores cuya palabra sobre el remitente original acepta.',
    filter: 'Filtro de correo no deseado delante',
    filters: { none: 'Ninguno', rspamd: 'rspamd', spamassassin: 'SpamAssassin' },
    peers: 'De dónde viene su correo',
    peersHint:
      'Direcciones o redes; escriba imap para el correo recogido. Se ignoran las marcas de correo de otro origen.',
    wrongEntry: (entry) => `${entry} no es ni un dominio ni una dirección o red.`,
    save: 'Guardar',
  },
}
