import type { pagesWords as en } from '../en-pages.ts'

/** The other pages, in Spanish. */
export const pagesWords: typeof en = {
  signIn: {
    title: 'Iniciar sesión',
    lead: 'Inicie sesión en la mesa de ayuda',
    email: 'Dirección de correo',
    password: 'Contraseña',
    submit: 'Iniciar sesión',
    noAdmin: 'Nadie tiene cuenta aún. Abra el enlace de un solo uso que Antfarm imprimió al arrancar.',
    problems: {
      wrong:
        'Esta dirección y esta contraseña no van juntas. Compruebe ambas; un administrador puede poner otra contraseña.',
      deactivated: 'Esta cuenta está desactivada. Un administrador puede activarla de nuevo.',
      'slow down': 'Demasiados intentos desde su red. Espere un minuto e inténtelo de nuevo.',
    },
  },
  welcome: {
    title: 'Bienvenida',
    lead: 'Cree la primera cuenta',
    hint: 'Es una cuenta de administrador: puede hacerlo todo. Este enlace funciona una vez.',
    name: 'Su nombre',
    nameHint: 'Así lo ven sus colegas; los clientes lo leen donde una firma o un texto le nombra.',
    passwordHint: 'Al menos 10 caracteres; lo mejor son unas pocas palabras sin relación.',
    submit: 'Crear la cuenta e iniciar sesión',
    dead: 'Este enlace ya no sirve',
    deadText:
      'Está usado, tiene más de 24 horas o no es nuestro. Arranque Antfarm de nuevo para tener otro, o inicie sesión si tiene cuenta.',
    faults: {
      name: 'Escriba su nombre.',
      email: 'Escriba una dirección como ana@shop.example.',
      password: 'Use de 10 a 128 caracteres, y ninguna de las contraseñas que todo el mundo prueba primero.',
      taken: 'Hay una cuenta con esta dirección: inicie sesión.',
    },
  },
  letters: {
    title: 'Cartas',
    trouble: 'Cartas fallidas',
    to: 'Para',
    by: 'Por',
    state: 'Estado',
    subject: 'Asunto',
    retry: 'Intentar de nuevo',
    dismiss: 'Descartar',
    cancel: 'No enviar',
    empty: 'Ninguna carta tiene incidencias.',
    emptyAll: 'Aún no se ha escrito ninguna carta.',
    more: 'Cartas anteriores',
    noRelay:
      'Las cartas se guardan, no se envían: añada un servidor en Ajustes, Servidores de salida; entonces saldrán.',
    failedBanner: (n) => (n === 1 ? 'Una carta suya no se entregó.' : `${n} cartas suyas no se entregaron.`),
    failedLink: 'Mostrar',
    stopped:
      'El envío está parado: esta mesa de ayuda es copia de otra. Si es la verdadera, ejecute «npm run -s antfarm -- take-over».',
  },
  people: {
    title: 'Personas',
    search: 'Nombre, dirección o teléfono',
    find: 'Buscar',
    empty: 'Nadie coincide. Quien les escribe aparece aquí por sí solo.',
    more: 'Más personas',
    name: 'Nombre',
    firstNames: 'Nombre de pila',
    lastName: 'Apellidos',
    phone: 'Teléfono',
    postalCode: 'Código postal',
    other: 'Otros',
    otherHint: 'Cualquier otra cosa que ayude a reconocer a esta persona.',
    emails: 'Direcciones de correo',
    noEmail: 'No se conoce ninguna dirección.',
    save: 'Guardar',
    edit: 'Lo que sabemos',
    issues: 'Casos',
    history: 'Historial',
    noHistory: 'Aún no se ha dicho nada.',
    since: 'Se conoce desde',
    whole: (id) => `Persona ${id}`,
    moreHistory: 'Historial anterior',
  },
  refusals: {
    foreign: {
      title: 'Esto vino de otra página',
      text: 'Solo se aceptan cambios desde las páginas propias. Abra la mesa de ayuda en este navegador e inténtelo de nuevo; detrás de un proxy, PUBLIC_URL debe ser la dirección de la barra de direcciones.',
    },
    role: {
      title: 'Su rol no permite esto',
      text: 'Pida a un administrador que cambie su rol, o a un colega que lo haga.',
    },
    missing: {
      title: 'Aquí no hay nada',
      text: 'El enlace puede ser antiguo o estar mal escrito, o aquello se eliminó.',
    },
    'too large': {
      title: 'Esto es demasiado grande',
      text: 'Envíe menos de una vez. Lo que escribió sigue en la página anterior: vuelva atrás.',
    },
    'bad input': {
      title: 'Algo de esto no estaba bien',
      text: 'Vuelva atrás, revise lo rellenado y envíelo otra vez.',
    },
    gone: { title: 'Esto ya no está', text: 'Se borró o ha terminado.' },
    failure: {
      title: 'Algo falló por nuestra parte',
      text: 'Nada de lo que escribió se ha perdido: vuelva atrás e inténtelo de nuevo. Si persiste, el registro nombra la causa junto a este número:',
    },
    home: 'Volver al inicio',
  },
}
