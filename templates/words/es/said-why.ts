import type { Sayings } from '../said-by.ts'

/** Where a mail was put and why, in Spanish: the signs, main clauses all, which stand within the sentences below them. */
export const whys: Sayings = {
  'it came to the reply address of our letter': 'llegó a la dirección de respuesta de nuestra carta',
  'it names our letter as the one it answers': 'nombra nuestra carta como aquella a la que responde',
  'it names our letter by the id that a mail service on the way gave it':
    'nombra nuestra carta por el identificador que le dio un servicio de correo en el camino',
  'it names an earlier mail of this conversation': 'nombra un correo anterior de esta conversación',
  'it answers the same mail, unknown to us, as an earlier one does':
    'responde al mismo correo, desconocido para nosotros, que otro anterior',
  'our signed mark stands in its words': 'nuestra marca firmada está en sus palabras',
  'its subject or its Outlook conversation is the same': 'su asunto o su conversación de Outlook es la misma',
  'is about something else': 'trata de otra cosa',
  'it came to the return address of our letter': 'llegó a la dirección de retorno de nuestra carta',
  'a sender without a clear address': 'un remitente sin dirección clara',
  'A new issue: this mail answers nothing that we know of.': 'Un caso nuevo: este correo no responde a nada conocido.',
  'It came to the unsubscribe address of a campaign letter: its recipient gets no more of them.':
    'Llegó a la dirección de baja de una carta de campaña: su destinatario no recibe más.',
  'Put here because {1}, and its sender takes part in this issue.':
    'Está aquí porque {1}, y su remitente participa en este caso.',
  'Reopened this issue because {1}, and its sender takes part in it.':
    'Reabrió este caso porque {1}, y su remitente participa en él.',
  'Put here because {1}, and its sender takes part in this issue. What it answers dealt with {2}: it stands in each.':
    'Está aquí porque {1}, y su remitente participa en este caso. Aquello a lo que responde trataba de {2}: está en cada uno.',
  'A new issue: the mail claims to answer {1}, but its sender does not take part in that issue.':
    'Un caso nuevo: el correo dice responder a {1}, pero su remitente no participa en ese caso.',
  'A new issue: {1}, but its sender is not proven, and that sign alone is too weak.':
    'Un caso nuevo: {1}, pero su remitente no está probado, y ese indicio solo es demasiado débil.',
  'A new issue that continues {1}: {2}, but {3} was closed more than {4} days before.':
    'Un caso nuevo que continúa {1}: {2}, pero aquel se cerró más de {4} días antes.',
  'A new issue that continues {1}: {2}, but {3} was closed more than {4} days before, and the sender is not proven.':
    'Un caso nuevo que continúa {1}: {2}, pero aquel se cerró más de {4} días antes, y el remitente no está probado.',
  'A new issue that continues {1}: {2}, but {3} {4}.': 'Un caso nuevo que continúa {1}: {2}, pero aquel {4}.',
  'Held: {1} answered to this issue’s reply address but does not take part in it.':
    'Retenido: {1} respondió a la dirección de este caso, pero no participa en él.',
  'Held: {1}, but its sender’s domain says that it is not genuine.':
    'Retenido: {1}, pero el dominio de su remitente dice que no es auténtico.',
  'Put here because {1}. A program wrote it, so nothing was reopened.':
    'Está aquí porque {1}. Lo escribió un programa, así que no se reabrió nada.',
  'Put here because it is a letter of this desk that came back to it. Nothing was reopened.':
    'Está aquí porque es una carta propia que volvió. No se reabrió nada.',
  'Held: it bears the address and the Message-ID of a letter of this desk, but says something else than that letter.':
    'Retenido: lleva la dirección y el Message-ID de una carta propia, pero dice otra cosa que esa carta.',
  '{1} forwarded this mail; it names who wrote it first.':
    '{1} reenvió este correo, que nombra a quien lo escribió primero.',
  '{1} copied them in, but nobody vouches that it was really them who wrote':
    '{1} puso en copia a esta persona, pero nadie responde de que fuera ella quien escribió',
  'a copy of this mail came to the reply address of a letter there':
    'una copia de este correo llegó a la dirección de respuesta de una carta de allí',
  'a mail there, which came first, names this one as what it answers':
    'un correo de allí, que llegó antes, nombra este como aquel al que responde',
  'Put here because a rep let it in.': 'Está aquí porque un agente lo admitió.',
  'A new issue: a rep let this mail in.': 'Un caso nuevo: un agente admitió este correo.',
  'Held: it could not be read whole.': 'Retenido: no se pudo leer entero.',
  '{1}, but its sender does not take part there': '{1}, pero su remitente no participa allí',
  '{1}; its sender is not proven': '{1}; su remitente no está probado',
  '{1}; other signs point to where it is now': '{1}; otros indicios apuntan adonde está ahora',
  'its subject names {1}, and the same sender wrote there': 'su asunto nombra {1}, y el mismo remitente escribió allí',
  'the same sender wrote about the same subject less than 14 days before':
    'el mismo remitente escribió sobre el mismo asunto menos de 14 días antes',
  'Outlook counts both as one conversation': 'Outlook cuenta ambos como una conversación',
  '{1} ({2}).': '{1} ({2}).',
}
