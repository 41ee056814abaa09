// Which internet addresses belong to everybody. The rest leads into this machine, its network or its cloud, or nowhere.
// Ranges: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates, read in November 2026).
import { BlockList, isIP } from 'node:net'

const special4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by the customers of a carrier; 100.100.100.200 is a metadata service
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local; 169.254.169.254 is the metadata service of most clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments; 192.0.0.192 is a metadata service
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16', // private
  '198.18.0.0/15', // measurements between devices
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
  '168.63.129.16/32', // public by its number, answers inside Azure only
]

/** Within 2000::/3, the only part of IPv6 that is assigned to everybody. */
const special6 = [
  '2001::/23', // protocol assignments: Teredo, ORCHID, measurements
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, holds an IPv4 address
  '3fff::/20', // documentation
]

/** Even a host that an operator named must not lead here: cloud metadata, multicast, broadcast. */
const never = [
  '169.254.0.0/16',
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
const never6 = ['fe80::/10', 'ff00::/8', 'fd00:ec2::254/128', '64:ff9b::/96', '2002::/16', '2001::/32']

/** True for an address that anybody on the internet may reach. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  // A zone id names an interface of this machine.
  if (family === 0 || address.includes('%')) return false
  if (family === 4) return !notPublic4.check(address, 'ipv4')
  return assigned6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6')
}

/** True for an address that a host named by the operator may have: all but those of the cloud and of many. */
export function mayBeNamed(address: string): boolean {
  const family = isIP(address)
  if (family === 0 || address.includes('%')) return false
  // BlockList looks through ::ffff:a.b.c.d itself.
  return !never4or6.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

function listOf(...ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    list.addSubnet(network, Number(bits), isIP(network) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

const notPublic4 = listOf(...special4)
const assigned6 = listOf('2000::/3')
const notPublic6 = listOf(...special6)
const never4or6 = listOf(...never, ...never6)
