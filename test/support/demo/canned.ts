/** What the demo’s reps say again and again: with variables, in folders, one in Spanish, one that asks. */
export const cannedResponses = [
  {
    title: 'Where your parcel is',
    folder: 'Shipping',
    body: 'Hello {{ person.first_name }},\n\nyour order {{ order.number }} left us{% if order.carrier %} with {{ order.carrier }}{% endif %}. {% if order.tracking %}Its number is {{ order.tracking }}.{% else %}It should reach you by {{ ask.day }}.{% endif %} Please open it at once: the ants will be thirsty.\n\n{{ rep.first_name }}, {{ shop.name }}',
  },
  {
    title: 'Dónde está su paquete',
    folder: 'Shipping',
    language: 'es',
    body: 'Hola {{ person.first_name }}:\n\nsu pedido {{ order.number }} ya está en camino y debería llegar el {{ ask.dia }}.\n\nUn saludo,\n{{ rep.first_name }}',
  },
  {
    title: 'Ants arrived weak',
    folder: 'Live animals',
    body: 'Hello {{ person.first_name }},\n\nants are often stiff from the cold when they arrive. Put the tube in a dark place at 21 to 24 °C for two hours, with a drop of sugar water. If they do not move by tomorrow, write to us and we send new ones at no cost.\n\n{{ rep.first_name }}',
  },
  {
    title: 'Refund is on its way',
    folder: 'Money',
    body: 'Hello {{ person.first_name }},\n\nwe have refunded {{ order.refunded | default: order.total }} for order {{ order.number }}. Banks take three to five days to show it.\n\n{{ rep.first_name }}, {{ shop.name }}',
  },
  {
    title: 'Ask for a photo',
    folder: 'First answers',
    body: 'Hello {{ person.first_name }},\n\nthank you for telling us about “{{ issue.subject }}”. Could you send a photo of it? Then we can tell at once what helps.\n\n{{ rep.first_name }}',
  },
  {
    title: 'Closing words',
    folder: '',
    body: 'If anything else comes up, just answer this letter: it comes straight back to me.',
  },
] as const
