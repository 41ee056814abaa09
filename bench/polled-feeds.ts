// The feeds and pages of the measurement of polling, the same for the server that serves them and the poller that was seeded
// with them. At each hour one in five feeds has a new entry; seven in ten servers know what was not modified.
export const entriesPerFeed = 20
const feedsPerHost = 2

/** Of a feed, hour 0 being the time before anything is measured. */
export const newestEntry = (feed: number, hour: number): number => {
  let newest = entriesPerFeed
  for (let k = 1; k <= hour; k++) if (hasNews(feed, k)) newest += 1
  return newest
}
export const hasNews = (feed: number, hour: number): boolean => (feed + hour) % 5 === 0
export const isConditional = (feed: number): boolean => feed % 10 < 7

/** Every host is an address of its own on this machine. */
export const hostOf = (feed: number): string => {
  const host = Math.floor(feed / feedsPerHost)
  return `127.1.${host >> 8}.${host & 255}`
}
export const feedUrl = (feed: number, port: number): string => `http://${hostOf(feed)}:${port}/feed/${feed}`
export const pageUrl = (feed: number, entry: number, port: number): string =>
  `http://${hostOf(feed)}:${port}/page/${feed}-${entry}`
