import type { startWords as en } from '../en-start.ts'

/** Getting started: first steps, demo data, suggested texts, servers found, import from another helpdesk, in Spanish. */
export const startWords: typeof en = {
  start: {
    title: 'Para empezar',
    hint: 'Cómo empezar, datos de demostración y lo que guarda otro programa de atención.',
    lead: 'Lo que hace de una instalación vacía una mesa de ayuda. Cada paso se marca solo cuando está hecho.',
    steps: 'Primeros pasos',
    progress: (done, all) => `${done} de ${all} ${all === 1 ? 'hecho' : 'hechos'}`,
    done: 'hecho',
    open: 'por hacer',
    allDone: 'Todo está hecho. La mesa de ayuda es suya.',
    hide: 'Ocultar en la portada',
    show: 'Mostrar en la portada',
    more: 'Todo para empezar',
    step: {
      mail: {
        name: 'Recibir un primer correo',
        todo: (address) => `Escriba uno a ${address}, o haga enviar el correo de prueba.`,
        go: 'Por dónde entra el correo',
      },
      answer: { name: 'Responderlo', todo: () => 'Abrir el caso, escribir, enviar.', go: 'Casos abiertos' },
      mailbox: {
        name: 'Conectar un buzón',
        todo: () => 'Su dirección de atención en su proveedor: sus servidores se encuentran por la dirección.',
        go: 'Buzones',
      },
      relay: {
        name: 'Decir por dónde salen las cartas',
        todo: () => 'Sin servidor de salida las cartas se guardan y no se envían.',
        go: 'Servidores de salida',
      },
      name: {
        name: 'Nombre y firma',
        todo: (address) =>
          `Las cartas salen de ${address} a secas hasta que su buzón tenga nombre; las líneas de abajo están en Firmas.`,
        go: 'Buzones',
      },
      colleague: { name: 'Invitar a un colega', todo: () => 'Con un enlace que funciona una vez.', go: 'Personal' },
      customers: {
        name: 'Traer clientes y pedidos',
        todo: () => 'De archivos CSV de su tienda o por la API.',
        go: 'Importación de la tienda',
      },
      canned: {
        name: 'Tener tres respuestas predefinidas',
        todo: (have) => `Hay ${have}. Un juego sugerido está a un clic.`,
        go: 'Respuestas predefinidas',
      },
      spelling: {
        name: 'Elegir los idiomas de la revisión ortográfica',
        todo: () => 'El primero es el habitual.',
        go: 'Ortografía',
      },
    },
    flash: {
      hidden: 'Los primeros pasos están ocultos.',
      shown: 'Los primeros pasos se muestran de nuevo.',
      canned: (n) => (n === 1 ? 'Se añadió 1 respuesta predefinida.' : `Se añadieron ${n} respuestas predefinidas.`),
    },
    demo: {
      title: 'Datos de demostración',
      lead: 'Unos pocos clientes con conversaciones, para probar. Son claramente inventados, sus direcciones no llevan a ninguna parte y puede retirarlos. De quien recibió una campaña o un vale queda una ficha sin nombre.',
      add: 'Añadir datos de demostración',
      there: (people, issues, entries) =>
        `Hay ${people === 1 ? '1 cliente' : `${people} clientes`} de demostración con ${issues === 1 ? '1 caso' : `${issues} casos`} y ${entries === 1 ? '1 contacto' : `${entries} contactos`}.`,
      also: 'Lo que usted escribió en estos casos desaparece también. Esto no se puede deshacer.',
      remove: 'Quitar los datos de demostración',
      sure: '¿Quitarlos todos?',
      removed: 'Los datos de demostración ya no están.',
      added: 'Los datos de demostración están listos.',
      busy: 'En este momento se está enviando una carta de estos casos: inténtelo de nuevo en un minuto.',
      kept: (issues) =>
        issues === 1
          ? 'Un caso está ya ligado a otros y no se puede quitar: antes sepárelo o desvincúlelo.'
          : `${issues} casos están ya ligados a otros y no se pueden quitar: antes sepárelos o desvincúlelos.`,
    },
    canned: {
      title: 'Respuestas predefinidas sugeridas',
      lead: 'Textos que toda tienda necesita, en el idioma elegido, para todos. Se omiten aquellos cuyo título ya existe.',
      language: 'Idioma',
      add: 'Añadir el juego sugerido',
      none: 'Ya están todas.',
    },
    found: {
      title: 'Encontrar los servidores',
      lead: 'Solo con la dirección: lo que su dominio dice de sí, lo que publica el proveedor o, si no, una buena suposición.',
      address: 'Dirección de correo',
      find: 'Buscar',
      none: (domain) => `No hay nada publicado de ${domain}: pida a su proveedor los nombres de sus servidores.`,
      bad: 'Escriba una dirección como support@shop.example.',
      imap: 'El correo viene de',
      smtp: 'Las cartas van a',
      at: (host, port, safe) => `${host}, puerto ${port}, ${safe ? 'cifrado' : 'sin cifrar'}`,
      user: (name) => `usuario ${name}`,
      source: {
        srv: 'publicado en el DNS del dominio',
        autoconfig: 'publicado por el dominio',
        provider: 'publicado por el proveedor que recibe su correo',
        guess: 'supuesto: solo se sabe que existe un servidor con ese nombre',
      },
      take: 'Usarlos para un buzón',
      byHand: 'Añadir el buzón a mano',
      takeRelay: 'Usarlos como servidor de salida',
    },
    helpdesk: {
      title: 'Importar de otro programa de atención',
      lead: 'Clientes, casos con su estado y sus fechas, y lo escrito, como historial. No se envía nada ni se avisa a nadie. El mismo archivo otra vez solo añade lo nuevo.',
      from: 'Qué se exporta',
      zendesk: 'Zendesk: la exportación JSON de casos, usuarios y comentarios, en uno o varios archivos.',
      freescout:
        'FreeScout: respuestas de su API en JSON (clientes, conversaciones con sus hilos), o sus tablas en CSV.',
      files: 'Archivos',
      filesHint: 'Hasta 25 MB aquí. Más, con el comando: import-helpdesk PATH.',
      mailbox: 'Para el buzón',
      start: 'Importar',
      none: 'Elija antes los archivos.',
      done: (people, issues, entries) => `Nuevos: clientes, ${people}; casos, ${issues}; contactos, ${entries}.`,
      skipped: (n, text) => (n === 1 ? 'Se omitió 1 registro:' : `Se omitieron ${text} registros:`),
    },
  },
}
