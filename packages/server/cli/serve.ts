import { userInfo } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createSignInLink, ensureOwner } from '../accounts/accounts.ts'
import { openApp } from '../app.ts'
import { allJobs } from '../app-jobs.ts'
import { systemClock } from '../kernel/clock/clock.ts'
import { collectRarely } from '../kernel/collector.ts'
import type { Config } from '../kernel/config/config.ts'
import { explainBroken } from '../kernel/db/broken.ts'
import { holdServing } from '../kernel/db/serving.ts'
import { listenAsConfigured } from '../kernel/http/listen.ts'
import { startJobs } from '../kernel/jobs/jobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { fillSample } from '../samples/samples.ts'
import { publishedModel, train } from '../training/training.ts'
import { version } from '../version.ts'
import type { Call, CliCommand } from './command.ts'
import { openKernelPatiently, openStandIn } from './stand-in.ts'

const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))

export const serveCommand: CliCommand = {
  name: 'serve',
  stage: 'Run',
  about: 'Serve Lectern: pages, API and background jobs. On first start: make the database, fill in the sample, train.',
  example: 'lectern serve --data ./data --port 4280',
  options: [
    { flags: '--port <port>', about: 'port to listen on; 0 takes a free one' },
    { flags: '--tls-port <port>', about: 'port for https, used when there is a certificate; 0 takes a free one' },
    { flags: '--host <host>', about: 'address to listen on' },
    { flags: '--no-jobs', about: 'leave background jobs to `lectern work`' },
  ],
  async run(call) {
    collectRarely()
    const server = await listenAsConfigured(call.config, systemClock())
    try {
      const standIn = await openStandIn(call, server, { webFolder, version })
      try {
        const kernel = await openKernelPatiently(call, standIn)
        await serve(call, kernel, { server, ready: async () => await standIn?.close() })
          .finally(() => kernel.database.close())
          .catch((cause) => {
            throw explainBroken(cause, call.config)
          })
      } finally {
        await standIn?.close()
      }
    } finally {
      await server.close()
    }
  },
}

type Server = Awaited<ReturnType<typeof listenAsConfigured>>

interface Place {
  readonly server: Server
  /** From now on whoever stood in is not needed. */
  ready(): Promise<void>
}

async function serve(call: Call, kernel: Kernel, { server, ready }: Place): Promise<void> {
  const serving = await holdServing(kernel, server.port)
  try {
    await firstStart(call, kernel)
    if (call.signal.aborted) return
    const app = await openApp(kernel, { webFolder, version })
    try {
      server.handle(app.fetch)
      await ready()
      await announce(call, kernel, server)
      const jobs = call.options.jobs === false ? null : await startJobs(kernel.database, allJobs(kernel), call.log)
      await untilAborted(call.signal)
      await server.drain()
      await jobs?.stop()
    } finally {
      await app.close()
    }
    call.log.info('stopped')
  } finally {
    await serving.release()
  }
}

async function announce(call: Call, kernel: Kernel, { port, securePort }: Server): Promise<void> {
  const owner = await ensureOwner(kernel, ownerName())
  const token = await createSignInLink(kernel, owner.id)
  const url = baseUrl(call.config, port)
  const link = signInUrl(call.config, port, token)
  call.screen.line(`Lectern ${version} serves ${url}`)
  call.screen.line(`Sign in (works once, for a day): ${link}`)
  if (securePort !== null) call.screen.line(`https as well, at https://localhost:${securePort}`)
  call.screen.line('Stop with Ctrl-C.')
  call.screen.result({ url, securePort, signIn: link, token, version })
  call.log.info({ port, securePort, embedded: kernel.database.embedded }, 'ready')
}

/** An empty publication becomes one that can be looked at: sample items, simulated history, a first model. */
async function firstStart(call: Call, kernel: Kernel): Promise<void> {
  const filling = call.screen.progress('Filling in the sample publication')
  const filled = await fillSample(kernel, {
    onProgress: (share) => filling.update(share, 1, `${Math.round(share * 100)} %`),
    signal: call.signal,
  })
  filling.end(filled.kind === 'filled' ? `${filled.items} pages, ${filled.events} simulated events` : undefined)
  if (filled.kind !== 'filled' || (await publishedModel(kernel)) !== null) return
  const training = call.screen.progress('Training the first model')
  const trained = await train(kernel, {
    onProgress: (share, stage) => training.update(share, 1, stage),
    signal: call.signal,
  })
  training.end(`model ${trained.version}`)
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })
}

const baseUrl = (config: Config, port: number): string =>
  config.http.publicUrl ??
  `http://${['127.0.0.1', '::1', '0.0.0.0', '::'].includes(config.http.host) ? 'localhost' : config.http.host}:${port}`

export const signInUrl = (config: Config, port: number, token: string): string =>
  `${baseUrl(config, port).replace(/\/$/, '')}/sign-in?token=${token}`

/** The owner is greeted by the name of the account that started Lectern; a service account is nobody's name. */
export function ownerName(): string {
  const { username } = userInfo()
  return ['root', 'nobody', 'node', 'lectern', 'app'].includes(username)
    ? 'Reader'
    : username[0]?.toUpperCase() + username.slice(1)
}
