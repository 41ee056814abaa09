// What a rule of the publication costs: the outcomes of logged requests with the rule and without it, as the model
// expects them and as the log corrects the model. Not here: where requests and outcomes come from (the caller), what a
// list is made of (pipeline/). Start at `changeOf` (one request), then price.ts (all of them); payers.ts says who pays.
export { changeOf, type LoggedRequest, type PolicyChange } from './change.ts'
export { lookedAtRates } from './examination.ts'
export { type Payers, payersOf } from './payers.ts'
export { bars, type Price, type PriceVerdict, priceOf } from './price.ts'
