import { addReader, createSignInLink, ensureOwner, findReader } from '../accounts/accounts.ts'
import type { CliCommand } from './command.ts'
import { ownerName, signInUrl } from './serve.ts'
import { withKernel } from './with-kernel.ts'

export const signInCommand: CliCommand = {
  name: 'sign-in',
  stage: 'Run',
  about: 'Print a one-time sign-in link, for the owner or for a reader by name (added when new).',
  example: 'lectern sign-in --name Ada',
  options: [
    { flags: '--name <name>', about: 'whose link; without it the owner’s' },
    { flags: '--port <port>', about: 'port the server listens on' },
  ],
  async run(call) {
    await withKernel(call, async (kernel) => {
      const name = call.options.name
      const reader =
        typeof name === 'string'
          ? ((await findReader(kernel, name)) ?? (await addReader(kernel, name, 'reader')))
          : await ensureOwner(kernel, ownerName())
      const token = await createSignInLink(kernel, reader.id)
      const url = signInUrl(call.config, call.config.http.port, token)
      call.screen.line(`Sign in as ${reader.name} (works once, for a day): ${url}`)
      call.screen.result({ reader: reader.id, name: reader.name, url, token })
    })
  },
}
