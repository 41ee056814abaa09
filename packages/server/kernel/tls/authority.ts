// A certificate authority for this machine alone, and the certificate it gives to localhost. Both say in their
// extensions that they speak for localhost only, so a stolen key opens no other site.
import { webcrypto } from 'node:crypto'
// The library below asks for it at its own start.
import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A certificate and its private key, PEM. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

const day = 24 * 3_600_000
const authorityDays = 3650
const localhostDays = 365
/** Clocks of one machine agree, but not to the second after a suspend. */
const leewayMs = 3_600_000
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const nameConstraints = '2.5.29.30'

export async function createAuthority(now: number): Promise<Identity> {
  const keys = await newKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=Lectern on this machine (${new Date(now).toISOString().slice(0, 10)})`,
    ...validity(now, authorityDays),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new Extension(nameConstraints, true, onlyThisMachine()),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) }
}

/** For localhost and its addresses; `name` in place of localhost makes a certificate that no client takes. */
export async function issueLocalhost(authority: Identity, now: number, name = 'localhost'): Promise<Identity> {
  const keys = await newKeys()
  const issuer = new X509Certificate(authority.cert)
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=localhost',
    issuer: issuer.subject,
    ...validity(now, localhostDays),
    publicKey: keys.publicKey,
    signingKey: await privateKeyOf(authority.key),
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: name },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) }
}

const validity = (now: number, days: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(now - leewayMs),
  notAfter: new Date(now + days * day),
})

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
}

async function privateKeyOf(pem: string): Promise<webcrypto.CryptoKey> {
  const bytes = Buffer.from(pem.replace(/-----.*-----/g, ''), 'base64')
  return await webcrypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign'])
}

/** NameConstraints of RFC 5280, 4.2.1.10, which the library has no class for: permitted are localhost and its addresses. */
function onlyThisMachine(): Uint8Array<ArrayBuffer> {
  const subtree = (tag: number, name: readonly number[]): number[] => tlv(0x30, tlv(tag, name))
  const ones = (bytes: number): number[] => new Array(bytes).fill(0xff)
  const permitted = [
    ...subtree(0x82, [...Buffer.from('localhost')]),
    ...subtree(0x87, [127, 0, 0, 1, ...ones(4)]),
    ...subtree(0x87, [...new Array(15).fill(0), 1, ...ones(16)]),
  ]
  return Uint8Array.from(tlv(0x30, tlv(0xa0, permitted)))
}

/** DER; the contents here are shorter than 128 bytes, so their length is one byte. */
const tlv = (tag: number, content: readonly number[]): number[] => [tag, content.length, ...content]
