// Parameters that tell who sent a reader and never which document is meant.

const prefixes = ['utm_', 'mtm_', 'pk_', 'hsa_', 'oly_', 'vero_', 'ns_', '__hs', '_hs', 'wt_']

const names = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh epik sccid rdt_cid
   mc_cid mc_eid mkt_tok hsctatracking rb_clickid s_cid ml_subscriber ml_subscriber_hash wickedid _ga _gl _openstat
   at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_link_id at_link_origin at_link_type at_format
   at_ptr_name at_bbc_team xtor cmpid smid smtyp ncid ocid ref_src ref_url trk_contact trk_msg ftag ftcamp spm_id_from
   guccounter guce_referrer guce_referrer_sig`.split(/\s+/),
)

/** Known of one site alone. */
const atHost: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
  [/(^|\.)theguardian\.com$/, new Set(['cmp'])],
  [/(^|\.)nytimes\.com$/, new Set(['partner', 'emc', 'rss', 'ref', 'referringsource', 'unlocked_article_code'])],
  [/(^|\.)medium\.com$/, new Set(['source', 'sk', 'gi'])],
  [/(^|\.)(twitter|x)\.com$/, new Set(['s', 't'])],
  [/(^|\.)youtube\.com$/, new Set(['feature', 'si', 'pp', 'ab_channel'])],
  [/(^|\.)substack\.com$/, new Set(['r', 'publication_id', 'post_id', 'isfreemail', 'triedredirect'])],
]

/** Of a pair as it stands in an address, such as `utm_source=x`. */
export function isTracking(pair: string, host: string): boolean {
  const name = (pair.split('=', 1)[0] as string).toLowerCase()
  if (names.has(name) || prefixes.some((prefix) => name.startsWith(prefix))) return true
  return atHost.some(([site, own]) => own.has(name) && site.test(host))
}
