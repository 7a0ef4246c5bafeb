import type { saidWords as en } from '../en-said.ts'

const known: Readonly<Record<string, string>> = {
  'The person’s record': 'La ficha de la persona',
  'The first of the person’s first names': 'El primero de sus nombres de pila',
  'The person’s first address': 'La primera dirección de la persona',
  'The order that the issue names': 'El pedido que nombra el caso',
  'The order, as the shop told it': 'El pedido, como lo comunicó la tienda',
  'The order, as the shop told it; empty when nothing was':
    'El pedido, como lo comunicó la tienda; vacío si no hubo nada',
  'The order’s lines, as one text': 'Las líneas del pedido, en un solo texto',
  'The order’s lines, for a loop: name, quantity, amount, state':
    'Las líneas del pedido, para un bucle: name, quantity, amount, state',
  'The newest shipment': 'El envío más reciente',
  'The issue': 'El caso',
  'The issue’s types, as one text': 'Los tipos del caso, en un solo texto',
  'The gift certificate that goes with the letter': 'El vale de regalo que va con la carta',
  'Whoever inserts it': 'Quien la inserta',
  'The mailbox that the letter goes from': 'El buzón del que sale la carta',
  'The name of the mailbox, else its domain': 'El nombre del buzón; si no, su dominio',
  'The day of inserting': 'El día en que se inserta',
  'The shop’s user, else the person’s record': 'El usuario de la tienda; si no, la ficha de la persona',
  'The first of the first names': 'El primero de los nombres de pila',
  'The address that the letter goes to': 'La dirección a la que va la carta',
  'The shop’s user': 'El usuario de la tienda',
  'The gift certificate of the campaign': 'El vale de regalo de la campaña',
  'The mailbox that the letter comes from': 'El buzón del que viene la carta',
  'What the campaign is called here': 'Cómo se llama aquí la campaña',
  'Of this very recipient': 'De este mismo destinatario',
  'The public copy of the letter, where that is on': 'La copia pública de la carta, si está activada',
  'a code that only the letter shows': 'un código que solo muestra la carta',
  'Bulk mail names a postal address: write it under Settings, Sender of bulk mail.':
    'Los envíos masivos llevan una dirección postal: escríbala en Ajustes, Remitente de envíos masivos.',
  'Bulk mail says who is behind it: write the legal text under Settings, Sender of bulk mail.':
    'Los envíos masivos dicen quién está detrás: escriba el texto legal en Ajustes, Remitente de envíos masivos.',
  'Consent is given to a mailing list: name the one that this goes to.':
    'El consentimiento se da a una lista de correo: elija a cuál va esta campaña.',
  'A soft opt-in takes that the checkout offers to opt out: write since when, and in which words, under Settings, Sender of bulk mail.':
    'El opt-in tácito exige que al pagar se ofrezca oponerse: escriba desde cuándo y con qué palabras en Ajustes, Remitente de envíos masivos.',
}

/** Sentences that the rooms say themselves, in Spanish. */
export const saidWords: typeof en = { said: (sentence) => known[sentence] ?? sentence }
