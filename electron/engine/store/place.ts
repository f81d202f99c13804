/** The one database file, in the data folder. */
export const STORE_FILE = 'pulse.db';

/** "Puls", in the file's header: tells our files from other programs'. */
export const APPLICATION_ID = 0x50756c73;
