// Every claim with a number has its name here.
import { articles } from './articles.ts'
import { durability } from './durability.ts'
import { globo } from './globo.ts'
import { imports } from './import.ts'
import { kernels } from './kernels.ts'
import type { Measurement } from './measurement.ts'
import { ranker } from './ranker.ts'
import { serve } from './serve.ts'
import { start } from './start.ts'

export const measurements: readonly Measurement[] = [
  imports,
  kernels,
  serve,
  start,
  durability,
  ranker,
  globo,
  articles,
]
