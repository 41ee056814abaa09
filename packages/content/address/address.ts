// Addresses of documents: one canonical form, the id that follows from it, and who stands behind it.
// Not here: asking the network. What only the page knows (its canonical link) is in ../extract.
// Start at `canonicalAddress`.

export { canonicalAddress } from './canonical.ts'
export { domainOf, publisherDomainOf } from './domain.ts'
export { itemIdOf } from './item-id.ts'
