import { currentPriorities, publishPriorities, readPriorities } from '../recommend/recommend.ts'
import type { CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

export const prioritiesCommand: CliCommand = {
  name: 'priorities',
  stage: 'Run',
  about: 'Print what the publisher asks of every list, or put a new document in force.',
  example: 'lectern priorities > priorities.json',
  arguments: [{ name: '[file]', about: 'JSON document to put in force at once, on every running server' }],
  async run(call) {
    const [file] = call.arguments
    await withKernel(call, async (kernel) => {
      const { screen } = call
      if (file === undefined) {
        const { version, ...document } = await currentPriorities(kernel)
        screen.line(JSON.stringify(document, null, 2))
        screen.result({ version, ...document })
        return
      }
      const priorities = await readPriorities(file)
      await publishPriorities(kernel, priorities)
      screen.line(
        `In force: priorities ${priorities.version}. \`lectern replay SLATE --priorities FILE\` shows what a change does.`,
      )
      screen.result({ ...priorities })
    })
  },
}
