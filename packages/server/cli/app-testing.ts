// The whole app for a test, without a port: the sample publication with a trained model, an administrator's cookie, keys.
import { createKey, createSignInLink, ensureOwner, signIn } from '../accounts/accounts.ts'
import { type App, openApp } from '../app.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { fillSample } from '../samples/samples.ts'
import { train } from '../training/training.ts'

export interface Sent {
  readonly body?: unknown
  readonly cookie?: string
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered<T = { readonly [key: string]: unknown }> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

export interface TestApp {
  readonly kernel: TestKernel
  app(): App
  readonly adminCookie: string
  call<T>(method: string, path: string, sent?: Sent): Promise<Answered<T>>
  /** The secret of a new key. */
  key(wanted?: Omit<Parameters<typeof createKey>[1], 'name'>): Promise<string>
  /** Another app on the same data, as after a restart. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function openTestApp(options: { sample: boolean }): Promise<TestApp> {
  const kernel = await testKernel()
  if (options.sample) {
    await fillSample(kernel)
    await train(kernel, { threads: 1 })
  }
  const start = (): Promise<App> => openApp(kernel, { webFolder: '/nowhere', version: 'test' })
  let app = await start()
  return {
    kernel,
    app: () => app,
    adminCookie: await adminCookie(kernel),
    call: (method, path, sent = {}) => call(app, new Request(`http://localhost${path}`, { method, ...init(sent) })),
    async key(wanted = {}) {
      const made = await createKey(kernel, { name: 'test', ...wanted })
      if (made.kind === 'refused') throw new Error(made.detail)
      return made.secret
    },
    async restart() {
      await app.close()
      app = await start()
    },
    async close() {
      await app.close()
      await kernel.close()
    },
  }
}

async function adminCookie(kernel: TestKernel): Promise<string> {
  const owner = await ensureOwner(kernel, 'Ada')
  const entered = await signIn(kernel, await createSignInLink(kernel, owner.id))
  if (entered.kind !== 'signed-in') throw new Error(entered.kind)
  return `lectern_session=${entered.session}`
}

function init({ body, cookie, key, headers = {} }: Sent): RequestInit {
  const all = new Headers(headers)
  if (body !== undefined) all.set('content-type', 'application/json')
  if (cookie !== undefined) all.set('cookie', cookie)
  if (key !== undefined) all.set('authorization', `Bearer ${key}`)
  return { headers: all, body: body === undefined ? null : JSON.stringify(body) }
}

async function call<T>(app: App, request: Request): Promise<Answered<T>> {
  const response = await app.fetch(request)
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: (isJson ? await response.json() : {}) as T }
}
