/** Tables of the reflected polynomial 0x82f63b78: `tables[k * 256 + b]` is the sum of byte b followed by k zero bytes. */
const tables = makeTables()

/**
 * CRC-32C (Castagnoli; RFC 3720 B.4) of the bytes, eight at a time (Kounavis & Berry, "slicing-by-8", 2008); finds every
 * change of up to 32 neighbouring bits. Pass the sum of what came before as `before` to go on: a 32-bit whole number.
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  let crc = ~before
  let k = 0
  for (const end = bytes.length - 7; k < end; k += 8) {
    const low = crc ^ (bytes[k]! | (bytes[k + 1]! << 8) | (bytes[k + 2]! << 16) | (bytes[k + 3]! << 24))
    crc =
      tables[1792 + (low & 255)]! ^
      tables[1536 + ((low >>> 8) & 255)]! ^
      tables[1280 + ((low >>> 16) & 255)]! ^
      tables[1024 + (low >>> 24)]! ^
      tables[768 + bytes[k + 4]!]! ^
      tables[512 + bytes[k + 5]!]! ^
      tables[256 + bytes[k + 6]!]! ^
      tables[bytes[k + 7]!]!
  }
  for (; k < bytes.length; k++) crc = tables[(crc ^ bytes[k]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

function makeTables(): Int32Array {
  const made = new Int32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
    made[byte] = crc
  }
  for (let k = 256; k < made.length; k++) made[k] = made[made[k - 256]! & 255]! ^ (made[k - 256]! >>> 8)
  return made
}
