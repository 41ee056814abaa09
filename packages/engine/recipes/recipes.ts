// What makes a list on each surface: one file per recipe, a named list of stages and nothing else.
// Not here: how a stage works (pipeline/). Start at home.ts. Change a version with every change of a stage or weight.
import type { Recipe } from '../pipeline/stage.ts'
import { editorial } from './editorial.ts'
import { home } from './home.ts'
import { similar } from './similar.ts'

export const recipes: readonly Recipe[] = [home, editorial, similar]
