import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../config/config.ts'
import { newRoutes } from '../http/http.ts'
import { openMetrics } from './metrics.ts'
import { metricsRoutes } from './routes.ts'

const config = loadConfig({ env: { LECTERN_METRICS_TOKEN: 'a-long-secret' } })

function app() {
  const metrics = openMetrics()
  const routes = newRoutes()
  routes.route('/', metricsRoutes(config, metrics))
  return { metrics, routes }
}
const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } }) as never

test('what was counted is told in the text format of Prometheus', async () => {
  const { metrics, routes } = app()
  metrics.list({ rung: 'popular', surface: 'home', ms: 2, stages: [{ stage: 'corpus', kind: 'source', ms: 0.4 }] })
  metrics.request({ method: 'GET', route: '/v1/recommendations', status: 200, ms: 3 })
  metrics.events(['open', 'open'])
  metrics.gauge('lectern_waiting', 'Something that waits.', () => 7)
  const response = await routes.request('/metrics', {}, from('127.0.0.1'))
  const text = await response.text()
  assert.match(text, /^lectern_lists_total\{surface="home",rung="popular"\} 1$/m)
  assert.match(text, /^lectern_events_total\{kind="open"\} 2$/m)
  assert.match(text, /^lectern_waiting 7$/m)
  assert.match(text, /^lectern_request_seconds_count\{method="GET",route="\/v1\/recommendations",status="200"\} 1$/m)
})

test('only this machine, the token and administrators see them', async () => {
  const { routes } = app()
  const status = async (address: string, headers: Record<string, string> = {}) =>
    (await routes.request('/metrics', { headers }, from(address))).status
  assert.equal(await status('::1'), 200)
  assert.equal(await status('192.0.2.7'), 403)
  assert.equal(await status('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' }), 403)
  assert.equal(await status('192.0.2.7', { authorization: 'Bearer a-long-secret' }), 200)
  assert.equal(await status('192.0.2.7', { authorization: 'Bearer another' }), 403)
  assert.equal((await routes.request('/metrics')).status, 403)
})
