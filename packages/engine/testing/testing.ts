// Tiny worlds whose right answer is obvious, and suites that every implementation of a contract must pass; exported, so that
// a model of your own can be held to the same. Not here: a test runner, it is passed in.
// Start at model-contract.ts.
export type { TinyWorld } from './checkerboard.ts'
export type { ModelUnderTest, Runner } from './model-contract.ts'
