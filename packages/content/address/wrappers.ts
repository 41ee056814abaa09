// Addresses that hold the address of the document itself: AMP viewers and caches, and mobile twins of sites that are
// known to have the same document under both. `/amp` at the end of a path is no such: only the page can say.

const mobileTwins: Readonly<Record<string, string>> = {
  'm.youtube.com': 'www.youtube.com',
  'youtube.com': 'www.youtube.com',
  'music.youtube.com': 'www.youtube.com',
  'mobile.twitter.com': 'x.com',
  'twitter.com': 'x.com',
  'www.twitter.com': 'x.com',
  'mobile.x.com': 'x.com',
  'm.facebook.com': 'www.facebook.com',
  'old.reddit.com': 'www.reddit.com',
  'np.reddit.com': 'www.reddit.com',
}

/** The address inside, or null when this one stands for itself. */
export function unwrapped(url: URL): string | null {
  return ampOriginal(url) ?? desktopTwin(url)
}

function ampOriginal(url: URL): string | null {
  const path = /(^|\.)google\.[a-z.]{2,6}$/.test(url.hostname)
    ? /^\/amp\/(s\/)?(?=[^/]+\.[^/])/
    : url.hostname.endsWith('.cdn.ampproject.org')
      ? /^\/(?:[cv]|wp)\/(s\/)?(?=[^/]+\.[^/])/
      : null
  const start = path?.exec(url.pathname)
  if (start === null || start === undefined) return null
  return `${start[1] === undefined ? 'http' : 'https'}://${url.pathname.slice(start[0].length)}${url.search}`
}

function desktopTwin(url: URL): string | null {
  const rest = `${url.pathname}${url.search}`
  if (url.hostname === 'youtu.be' && url.pathname.length > 1)
    return `https://www.youtube.com/watch?v=${url.pathname.slice(1)}${url.search.replace('?', '&')}`
  const wiki = /^([a-z-]+)\.m\.(wiki(?:pedia|news|books|quote|source|voyage)|wiktionary)\.org$/.exec(url.hostname)
  const twin = wiki === null ? mobileTwins[url.hostname] : `${wiki[1]}.${wiki[2]}.org`
  return twin === undefined || url.port !== '' ? null : `https://${twin}${rest}`
}
