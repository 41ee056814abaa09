// Every claim with a number has its name here.
import { durability } from './durability.ts'
import { easeSpeed } from './ease.ts'
import { imports } from './import.ts'
import { kernels } from './kernels.ts'
import type { Measurement } from './measurement.ts'
import { pack } from './pack.ts'
import { serve } from './serve.ts'
import { start } from './start.ts'
import { watson } from './watson.ts'

export const measurements: readonly Measurement[] = [
  imports,
  kernels,
  serve,
  start,
  durability,
  easeSpeed,
  watson,
  pack,
]
