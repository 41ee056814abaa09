import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Interactions } from '@lectern/engine/data/interactions.ts'
import type { IalsConfig } from '@lectern/engine/models/ials.ts'
import { writeIalsState } from '@lectern/engine/models/ials-state.ts'
import type { Checkpoints } from '@lectern/engine/models/model.ts'
import { pythonPeer } from '../peers.ts'

const script = `
import sys, numpy as np
folder, readers, items, d = sys.argv[1], *map(int, sys.argv[2:])
draws = np.random.default_rng(1)
draws.standard_normal((readers, d))
(draws.standard_normal((items, d)) * 0.1 / np.sqrt(d)).astype(np.float32).tofile(folder + '/items')
print(1)
`

/**
 * A checkpoint after no epoch with the item factors the reference starts from, so that its one seed (which moves DeskDrop's
 * numbers by .008) is ours too. Null without NumPy. embeddingSize must be a multiple of 8.
 */
export async function referenceStart(
  interactions: Interactions,
  config: IalsConfig,
  line: (text: string) => void,
): Promise<Checkpoints | null> {
  const python = await pythonPeer(['numpy'], { line })
  if (python === null) return null
  const folder = mkdtempSync(join(tmpdir(), 'lectern-golden-'))
  try {
    const [readers, items] = [interactions.readerIds.size, interactions.itemIds.size]
    await python.run(script, { args: [folder, ...[readers, items, config.embeddingSize].map(String)] })
    const bytes = readFileSync(join(folder, 'items'))
    const drawn = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    const factors = { readers: new Float32Array(readers * config.embeddingSize), items: drawn }
    return { resume: writeIalsState({ epochs: 0, interactions, config, factors }), save: () => undefined }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
