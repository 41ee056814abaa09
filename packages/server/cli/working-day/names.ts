// Loaded before a server of this test: the names of the papers, and no others, lead to this machine.
import dns from 'node:dns/promises'
import { syncBuiltinESMExports } from 'node:module'

const asked = dns.lookup
const here = { address: '127.0.0.1', family: 4 }

dns.lookup = ((host: string, options: object) =>
  host.endsWith('.example') ? Promise.resolve([here]) : asked(host, options)) as typeof dns.lookup
syncBuiltinESMExports()
