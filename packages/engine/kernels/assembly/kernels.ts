// What the module exports. f32 over raw pointers, SIMD128, imported memory, no heap and no static data: an instance keeps
// only its scratch region, so any number of instances may run over one shared memory. Built by build.ts.

export { leastSquares } from './least-squares'
export { copyRows, mirror } from './move'
export { bind, gemm, scratchBytes } from './product'
export { choleskySolve } from './solve'
export { topK } from './top-k'
export { diagonalBlock } from './triangle'
export { dot } from './vector'
