/** Makes a streaming standby out of a running primary, with PostgreSQL's low-level backup functions. */
import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { copyDataFolder } from './copy-folder.ts';
import { type Server, writeServerFile } from './server.ts';

export interface Replication {
  /** A superuser on the primary, to take the copy. */
  admin: pg.ClientConfig;
  /** The role the standby streams as. */
  user: string;
  password: string;
}

/** Throws away what the standby had, and copies it again. The standby must be stopped; it is not started. */
export async function cloneStandby(
  primary: Server,
  standby: Server,
  replication: Replication,
): Promise<void> {
  await rm(standby.dataFolder, { recursive: true, force: true });
  const admin = new pg.Client(replication.admin);
  admin.on('error', () => {});
  await admin.connect();
  try {
    await admin.query('select pg_backup_start($1, true)', ['standby']);
    await copyDataFolder(primary.dataFolder, standby.dataFolder, primary.host.owner);
    const { rows } = await admin.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await writeServerFile(
      standby.host,
      path.join(standby.dataFolder, 'backup_label'),
      rows[0]?.labelfile ?? '',
    );
  } finally {
    await admin.end();
  }
  await writeServerFile(standby.host, path.join(standby.dataFolder, 'standby.signal'), '');
  await appendFile(
    path.join(standby.dataFolder, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${primary.port} user=${replication.user} password=${replication.password} application_name=standby'\n`,
  );
}
