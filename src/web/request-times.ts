import { Histogram, type Registry } from 'prom-client'

/** Seconds that a request took until its answer began, by the route's pattern: never an id, a token or a word that was asked. */
export type RequestTimes = (
  request: Readonly<{ method: string; route: string; status: number; seconds: number }>,
) => void

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

export function requestTimes(registry: Registry): RequestTimes {
  const histogram = new Histogram({
    name: 'antfarm_http_request_duration_seconds',
    help: 'From a request to the beginning of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  return ({ method, route, status, seconds }) =>
    histogram.observe({ method: methods.includes(method) ? method : 'other', route, status }, seconds)
}
