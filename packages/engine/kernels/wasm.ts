/** What the engine uses of a WebAssembly.Memory; typed here because the engine's tsconfig knows no host environment. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer
}

/** The exports of assembly/kernels.ts: pointers in bytes, strides and lengths in floats, flags 0 or 1. */
export interface WasmKernels {
  bind(scratch: number): void
  dot(a: number, b: number, n: number): number
  topK(scores: number, n: number, k: number, to: number): number
  choleskySolve(l: number, ldl: number, n: number, b: number, ldb: number, m: number): void
  gemm(...args: readonly number[]): void
  diagonalBlock(...args: readonly number[]): void
  copyRows(...args: readonly number[]): void
  mirror(...args: readonly number[]): void
  leastSquares(...args: readonly number[]): void
}

interface Host {
  readonly WebAssembly: {
    readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => WasmMemory
    readonly Module: new (bytes: Uint8Array) => object
    readonly Instance: new (module: object, imports: { env: { memory: WasmMemory } }) => { readonly exports: unknown }
  }
}

const host = globalThis as unknown as Host

const pageBytes = 65_536
/** The most one memory holds: 4 GiB, the end of 32-bit pointers. */
export const mostBytes: number = 65_536 * pageBytes

/** A memory of at least `bytes`; the system commits its pages as they are touched. Throws RangeError beyond 4 GiB. */
export function createMemory(bytes: number, options: { readonly shared: boolean }): WasmMemory {
  if (!(bytes >= 0 && bytes <= mostBytes)) {
    throw new RangeError(`bytes is ${bytes}: a WebAssembly memory holds 0 to ${mostBytes} bytes (4 GiB)`)
  }
  const pages = Math.ceil(bytes / pageBytes)
  return new host.WebAssembly.Memory({
    initial: Math.max(1, pages),
    maximum: Math.max(1, pages),
    shared: options.shared,
  })
}

/** Whether a memory can be seen by several threads. */
export function isShared(memory: WasmMemory): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer
}

/** One instance of a module given as hexadecimal digits (they pack smaller than base64), over `memory`, as its `env.memory`. */
export function instantiateWasm(digits: string, memory: WasmMemory): WasmKernels {
  const bytes = Uint8Array.from({ length: digits.length / 2 }, (_, k) =>
    Number.parseInt(digits.slice(2 * k, 2 * k + 2), 16),
  )
  const instance = new host.WebAssembly.Instance(new host.WebAssembly.Module(bytes), { env: { memory } })
  return instance.exports as WasmKernels
}
