// SHA-256 (FIPS 180-4) in plain words. Web Crypto has it only as a promise and Node's own is not everywhere.

const firstPrimes = (() => {
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate += 1)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  return primes
})()

/** The first 32 bits of the fractional part of the k-th root, exactly: roots are found in whole numbers. */
function fraction(prime: number, root: 2 | 3): number {
  const power = BigInt(root)
  const scaled = BigInt(prime) << (32n * power)
  let low = 0n
  let high = 1n << 40n
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** power <= scaled) low = middle
    else high = middle
  }
  return Number(low & 0xffffffffn)
}

const initial = Uint32Array.from(firstPrimes.slice(0, 8), (prime) => fraction(prime, 2))
const constants = Uint32Array.from(firstPrimes, (prime) => fraction(prime, 3))

/** 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const padded = padding(message)
  const view = new DataView(padded.buffer)
  const hash = initial.slice()
  const words = new Uint32Array(64)
  for (let block = 0; block < padded.length; block += 64) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getUint32(block + 4 * t)
    for (let t = 16; t < 64; t += 1) words[t] = schedule(words, t)
    addBlock(hash, words)
  }
  const out = new Uint8Array(32)
  const outView = new DataView(out.buffer)
  hash.forEach((word, index) => {
    outView.setUint32(4 * index, word)
  })
  return out
}

function padding(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(message.length / 0x20000000))
  view.setUint32(padded.length - 4, (message.length * 8) >>> 0)
  return padded
}

const rotated = (x: number, n: number): number => (x >>> n) | (x << (32 - n))

function schedule(w: Uint32Array, t: number): number {
  const [a, b] = [w[t - 15] as number, w[t - 2] as number]
  const s0 = rotated(a, 7) ^ rotated(a, 18) ^ (a >>> 3)
  const s1 = rotated(b, 17) ^ rotated(b, 19) ^ (b >>> 10)
  return (s1 + (w[t - 7] as number) + s0 + (w[t - 16] as number)) >>> 0
}

/** Letters as in the standard. */
function addBlock(hash: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t += 1) {
    const sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + (constants[t] as number) + (words[t] as number)) >>> 0
    const sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) >>> 0
    h = g
    g = f
    f = e
    e = (d + t1) >>> 0
    d = c
    c = b
    b = a
    a = (t1 + t2) >>> 0
  }
  const turned = [a, b, c, d, e, f, g, h]
  for (let index = 0; index < 8; index += 1) hash[index] = (hash[index] as number) + (turned[index] as number)
}
