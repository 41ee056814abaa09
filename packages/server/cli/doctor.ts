import { existsSync, statfsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkHistoryFiles } from '../events/history.ts'
import { migrationNames } from '../kernel/db/migrate.ts'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { publishedModel, verifyModel } from '../training/training.ts'
import type { CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

const lowDiskBytes = 1024 ** 3

interface Finding {
  readonly check: string
  readonly ok: boolean
  readonly found: string
}

export const doctorCommand: CliCommand = {
  name: 'doctor',
  stage: 'Mend',
  about: 'Check the installation and the data folder: what is well, what is not, and what to do.',
  example: 'lectern doctor --data ./data',
  async run(call) {
    const findings: Finding[] = [runtime(), web()]
    await withKernel(call, async (kernel) => {
      findings.push({
        check: 'database',
        ok: true,
        found: `${kernel.database.embedded ? 'embedded' : 'by URL'}, schema ${migrationNames().at(-1)}`,
      })
      findings.push(disk(kernel), await history(kernel), await model(kernel))
    })
    for (const { check, ok, found } of findings)
      call.screen.line(`${ok ? 'ok  ' : 'BAD '} ${check.padEnd(10)} ${found}`)
    call.screen.result({ ok: findings.every((finding) => finding.ok), findings })
    const bad = findings.filter((finding) => !finding.ok)
    if (bad.length > 0)
      throw new Failure(
        'data',
        `${bad.length} of ${findings.length} checks failed: ${bad.map((each) => each.check).join(', ')}.`,
      )
  },
}

function runtime(): Finding {
  return {
    check: 'runtime',
    ok: Number(process.versions.node.split('.')[0]) >= 24,
    found: `Node ${process.version} on ${process.platform}-${process.arch}`,
  }
}

function web(): Finding {
  const built = existsSync(fileURLToPath(new URL('../../web/dist/index.html', import.meta.url)))
  return { check: 'web', ok: built, found: built ? 'built' : 'not built: run `npm run build`' }
}

function disk(kernel: Kernel): Finding {
  const { bavail, bsize } = statfsSync(kernel.config.dataDir)
  const free = bavail * bsize
  return {
    check: 'disk',
    ok: free > lowDiskBytes,
    found: `${(free / 1024 ** 3).toFixed(1)} GiB free in ${kernel.config.dataDir}`,
  }
}

async function history(kernel: Kernel): Promise<Finding> {
  const { files, broken } = await checkHistoryFiles(kernel)
  const found =
    broken.length === 0
      ? `${files} files, all as listed`
      : `missing or changed: ${broken.join(', ')}; restore them from a backup`
  return { check: 'history', ok: broken.length === 0, found }
}

async function model(kernel: Kernel): Promise<Finding> {
  const published = await publishedModel(kernel)
  if (published === null) return { check: 'model', ok: true, found: 'none yet: run `lectern train`' }
  const sound = await verifyModel(kernel, published)
  return {
    check: 'model',
    ok: sound,
    found: `${published.version}${sound ? '' : ' does not match its checksum: run `lectern train`'}`,
  }
}
