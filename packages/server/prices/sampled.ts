/** Lists of so many days are drawn from. */
export const sampledMs = 14 * 86_400_000
