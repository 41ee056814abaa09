// Words and limits of the Desk that its pages use as values: no schema library comes with them.

/** Why something was taken off a board. */
export const removalReasons = [
  'ARTICLE_QUALITY',
  'COMMERCIAL',
  'CONTROVERSIAL',
  'HED_DEK_QUALITY',
  'IMAGE_QUALITY',
  'NICHE',
  'NO_IMAGE',
  'ONE_SIDED',
  'PARTISAN',
  'PAYWALL',
  'PUBLISH_DATE',
  'PUBLISHER_DIVERSITY',
  'PUBLISHER_QUALITY',
  'SET_DIVERSITY',
  'TIME_SENSITIVE',
  'TOPIC_DIVERSITY',
] as const
export type RemovalReason = (typeof removalReasons)[number]

/** Why a person put it there. */
export const scheduleReasons = [
  'EVERGREEN',
  'FORMAT_DIVERSITY',
  'PUBLISHER_DIVERSITY',
  'TIME_SENSITIVE_EXPLAINER',
  'TIME_SENSITIVE_NEWS',
  'TOPIC_DIVERSITY',
  'TRENDING',
  'UNDER_THE_RADAR',
  'OTHER',
] as const
export type ScheduleReason = (typeof scheduleReasons)[number]

/** Why something was taken out of a section. */
export const sectionRemovalReasons = [
  'ARTICLE_QUALITY',
  'CONTROVERSIAL',
  'DATED',
  'HED_DEK_QUALITY',
  'IMAGE_QUALITY',
  'NO_IMAGE',
  'OFF_TOPIC',
  'ONE_SIDED',
  'PAYWALL',
  'PUBLISHER_QUALITY',
  'SET_DIVERSITY',
  'OTHER',
] as const
export type SectionRemovalReason = (typeof sectionRemovalReasons)[number]

export const collectionStatuses = ['DRAFT', 'REVIEW', 'PUBLISHED', 'ARCHIVED'] as const
/** Who paid or took part; always told to readers. */
export const partnerships = ['PARTNERED', 'SPONSORED'] as const

/** So far ahead a day may be. */
export const mostDaysAhead = 60
export const mostCommentLength = 100
