// Every claim with a number has its name here.
import { durability } from './durability.ts'
import { ialsSpeed } from './ials.ts'
import { imports } from './import.ts'
import { kernels } from './kernels.ts'
import type { Measurement } from './measurement.ts'
import { serve } from './serve.ts'
import { start } from './start.ts'

export const measurements: readonly Measurement[] = [imports, kernels, serve, start, durability, ialsSpeed]
