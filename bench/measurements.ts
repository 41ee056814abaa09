// Every claim with a number has its name here.

import { articles } from './articles.ts'
import { articlesCf } from './articles-cf.ts'
import { bandits } from './bandits.ts'
import { beauty } from './beauty.ts'
import { candidates } from './candidates.ts'
import { classifiers } from './classifiers.ts'
import { degrade } from './degrade.ts'
import { durability } from './durability.ts'
import { easeSpeed } from './ease.ts'
import { extraction } from './extraction.ts'
import { feeds } from './feeds.ts'
import { freshness } from './freshness.ts'
import { globo } from './globo.ts'
import { golden } from './golden.ts'
import { gorse } from './gorse.ts'
import { gowalla } from './gowalla.ts'
import { growth } from './growth.ts'
import { ialsSpeed } from './ials.ts'
import { imports } from './import.ts'
import { kernels } from './kernels.ts'
import { latency } from './latency.ts'
import { listRulesSpeed } from './list-rules.ts'
import type { Measurement } from './measurement.ts'
import { newtab } from './newtab.ts'
import { ope } from './ope.ts'
import { pack } from './pack.ts'
import { polling } from './polling.ts'
import { prices } from './prices.ts'
import { ranker } from './ranker.ts'
import { scoring } from './scoring.ts'
import { serve } from './serve.ts'
import { soak } from './soak.ts'
import { ssrf } from './ssrf.ts'
import { start } from './start.ts'
import { triage } from './triage.ts'
import { watson } from './watson.ts'

export const measurements: readonly Measurement[] = [
  golden,
  imports,
  kernels,
  serve,
  latency,
  degrade,
  newtab,
  soak,
  start,
  ssrf,
  triage,
  polling,
  durability,
  easeSpeed,
  ialsSpeed,
  scoring,
  listRulesSpeed,
  candidates,
  growth,
  ope,
  prices,
  bandits,
  watson,
  classifiers,
  articlesCf,
  gowalla,
  pack,
  beauty,
  ranker,
  globo,
  articles,
  freshness,
  gorse,
  feeds,
  extraction,
]
