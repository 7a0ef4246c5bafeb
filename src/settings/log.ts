import { pino } from 'pino'

/** JSON lines on stderr, or where `to` says; what a person should read is on stdout. */
export function startLog(to: pino.DestinationStream = pino.destination(2)): pino.Logger {
  return pino({ level: 'info', base: null, serializers: { err: withoutRows } }, to)
}

/** PostgreSQL puts whole rows into the details of its errors: subjects, addresses and words of mail. */
function withoutRows(error: Error): object {
  const {
    detail: _d,
    where: _w,
    hint: _h,
    internalQuery: _q,
    ...rest
  } = pino.stdSerializers.err(error) as Record<string, unknown>
  return rest
}
