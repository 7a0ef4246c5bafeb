const lists: Readonly<Record<string, string>> = {
  en: 'the and you your for with have this that will are not but from our was been can they what when would about please thank thanks order we it is of to be if any there which hello dear sorry',
  fr: 'le la les et vous votre pour avec nous est une des pas que qui dans sur ce cette avez sera notre merci bonjour je du au en un ne sont plus commande nos vos mais si par bien cordialement été',
  es: 'el la los las y usted su para con nos es una que por no en de del se ha hemos gracias hola pedido le lo un está como pero si más muy este esta nuestro saludos también cuando sin al',
  nl: 'de het een en u uw voor met wij is van niet op dat die zijn hebben wordt bedankt beste te aan als dan maar ook naar er bij we je bestelling graag kunt groet deze nog om',
  de: 'der die das und sie ihr ihre für mit wir ist nicht ein eine auf den dem zu von haben wird ich es im bei auch wenn aber noch uns danke bestellung grüße hallo sind kann oder sehr nach werden',
  it: 'il lo la gli le e per con noi è una che non di del della in si ha abbiamo grazie ordine ciao buongiorno un sono come ma se più suo sua nostro anche questo questa da al saluti cordiali',
  pt: 'o os a as e você seu sua para com nós é uma que não de do da em no na se foi obrigado obrigada olá pedido um mais como mas por este esta nosso também ao já está são',
  da: 'og det er ikke til som på med for at vi du din de den en et har kan vil hej tak venlig hilsen af jeg fra ordre også hvis',
  sv: 'och det är inte till som på med för att vi du din de den en ett har kan vill hej tack vänlig hälsning av jag från beställning också om',
  nb: 'og det er ikke til som på med for at vi du din de den en et har kan vil hei takk vennlig hilsen av jeg fra bestilling også hvis',
  fi: 'ja on ei se että hän kun mutta tai kiitos hei tilaus voit olet ovat myös kanssa jos niin teidän me sinun terveisin',
  pl: 'i w nie na się z do jest że to dla od za po jak czy ale dziękuję dzień dobry zamówienie pani pan proszę pozdrawiam już nie są',
  cs: 'a v ne na se z do je že to pro od za po jak ale děkuji dobrý den objednávka prosím pozdravem jsme jste už není bude',
  ro: 'și în nu pe se de este că la cu pentru din mai sau dar mulțumesc bună comanda vă sunt dumneavoastră acest',
  hu: 'és a az nem hogy van egy ez is meg de köszönöm üdvözlettel rendelés kérem ön már csak vagy lesz',
  tr: 've bir bu için ile de da değil çok teşekkürler merhaba sipariş olarak siz ama var daha gibi',
  ca: 'el la els les i vostè per amb nosaltres és una que no de del en gràcies hola comanda un està com però si més molt aquest aquesta',
  ru: 'и в не на с что по это как вы ваш мы для к за от но или заказ спасибо здравствуйте пожалуйста',
  uk: 'і в не на з що по це як ви ваш ми для до за від але або замовлення дякуємо будь ласка є',
  el: 'και το να τα δεν με για σας που είναι θα από την του της ευχαριστώ παραγγελία',
}

/** Small words by language, none of them a name: what tells one language from the other in a letter of a shop. */
export const stopWords: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries(lists).map(([language, words]) => [language, new Set(words.split(' '))]),
)
