// Firefox puts no cookie and no id into its request for stories. A profile that is to have a list of its own asks at an
// address of its own: this, then the path that Firefox adds, /api/v1/curated-recommendations.
export const newtabPrefix = '/firefox'

/** `device` is a UUID. */
export const newtabAddress = (device: string): string => `${newtabPrefix}/${device}`
