// What every runtime has and the language's own library does not name: browsers, workers, Node, Deno.

declare class URL {
  constructor(url: string, base?: string)
  static parse(url: string, base?: string): URL | null
  href: string
  protocol: string
  username: string
  password: string
  hostname: string
  port: string
  pathname: string
  search: string
  hash: string
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean })
  readonly encoding: string
  decode(bytes: Uint8Array): string
}

declare class TextEncoder {
  encode(text: string): Uint8Array
}

declare function atob(base64: string): string
