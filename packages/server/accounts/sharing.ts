// Whether a reader lets saves count in anonymous totals of many readers. Nobody does without having said so.
import type { Db } from '../kernel/db/db.ts'
import { selectSharers, selectSharing, updateSharing } from './queries.ts'

export const sharesSaves = (db: Db, reader: string): Promise<boolean> => selectSharing(db, reader)

export const setSharesSaves = (db: Db, reader: string, shares: boolean): Promise<void> =>
  updateSharing(db, reader, shares)

/** Ids, for counting only. */
export const readersWhoShareSaves = (db: Db): Promise<readonly string[]> => selectSharers(db)
