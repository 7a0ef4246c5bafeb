import type { waysWords as en } from '../en-ways.ts'

/** The ways in: second step, links, the identity provider, in Spanish. */
export const waysWords: typeof en = {
  ways: {
    secondTitle: 'Segundo paso',
    secondLead: 'Escriba el código',
    secondHint:
      'Las seis cifras que muestra ahora su aplicación de autenticación, o uno de sus códigos de recuperación.',
    code: 'Código',
    secondSubmit: 'Continuar',
    secondProblems: {
      'wrong code': 'Este código no es correcto. Cambian cada 30 segundos: tome el que se muestra ahora.',
      again: 'Tardó demasiado, o hubo demasiados códigos erróneos. Inicie sesión otra vez con su contraseña.',
      locked:
        'Demasiados códigos erróneos para esta cuenta. Espere 15 minutos; un administrador puede desactivar el segundo paso.',
      'slow down': 'Demasiados intentos desde su red. Espere un minuto e inténtelo de nuevo.',
    },
    startOver: 'Iniciar sesión otra vez',
    forgot: '¿Olvidó su contraseña?',
    forgotTitle: 'Una contraseña nueva',
    forgotLead: 'Ponga una contraseña nueva',
    forgotHint: 'Le enviamos a la dirección de su cuenta un enlace que funciona una vez, durante 24 horas.',
    forgotSubmit: 'Enviarme un enlace',
    forgotSent:
      'Si hay una cuenta activa con esta dirección, un enlace va de camino. Funciona una vez, durante 24 horas.',
    forgotNoRelay:
      'Aquí aún no se envía correo, así que no se le puede enviar un enlace. Pídalo a un administrador: lo crea en la página de personal.',
    forgotMany: 'Demasiados intentos desde su red. Espere un cuarto de hora e inténtelo de nuevo.',
    or: 'o',
    by: (provider) => `Iniciar sesión con ${provider}`,
    providerTitle: 'Sesión no iniciada',
    providerProblems: {
      unknown: 'El proveedor le conoce, esta mesa de ayuda no: pida una invitación a un administrador.',
      'foreign domain':
        'Las direcciones de su dominio no pueden iniciar sesión aquí. Use la del trabajo o pregunte a un administrador.',
      unverified:
        'El proveedor no dijo que su dirección esté verificada, así que aquí no prueba nada. Pregunte a un administrador.',
      deactivated: 'Esta cuenta está desactivada. Un administrador puede activarla de nuevo.',
      away: 'No se puede llegar ahora al proveedor de identidad. Inténtelo de nuevo o inicie sesión con su contraseña.',
      'slow down': 'Demasiados intentos desde su red. Espere un minuto e inténtelo de nuevo.',
      failed: 'El proveedor de identidad no respondió por usted, o tardó demasiado. Inténtelo de nuevo.',
    },
    joinTitle: 'Unirse a la mesa de ayuda',
    joinLead: (email) => `Una cuenta para ${email}`,
    joinHint: 'Elija una contraseña. Este enlace funciona una vez.',
    joinSubmit: 'Crear la cuenta e iniciar sesión',
    resetTitle: 'Una contraseña nueva',
    resetHint:
      'Se cierra la sesión en todos sus dispositivos y luego inicia sesión de nuevo. Este enlace funciona una vez.',
    resetSubmit: 'Poner la contraseña',
    newPassword: 'Contraseña nueva',
    dead: 'Este enlace ya no sirve',
    deadText:
      'Está usado, es demasiado antiguo o no es nuestro. Pida otro a un administrador, o inicie sesión si tiene cuenta.',
    faults: {
      name: 'Escriba su nombre.',
      short: 'Use 10 caracteres o más; lo mejor son unas pocas palabras sin relación.',
      long: 'Use 128 caracteres como mucho.',
      known: 'Esta es de las contraseñas que se prueban primero. Tome mejor unas pocas palabras sin relación.',
    },
    mail: {
      inviteSubject: (desk) => `Su cuenta en la mesa de ayuda de ${desk}`,
      invite: (link) =>
        `Se le invita a la mesa de ayuda. Abra este enlace para elegir una contraseña; funciona una vez, durante 72 horas:\n\n${link}\n`,
      resetSubject: (desk) => `Una contraseña nueva para la mesa de ayuda de ${desk}`,
      reset: (link) =>
        `Abra este enlace para poner una contraseña nueva; funciona una vez, durante 24 horas:\n\n${link}\n\nSi usted no lo pidió, no haga nada: su contraseña sigue siendo la misma.\n`,
    },
  },
}
