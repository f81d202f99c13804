/** How the demo's servers are set: a throwaway pair on a small machine, yet with the habits of a real one. */
import path from 'node:path';
import type { Certificates } from './certificates.ts';
import { type Server, writeServerFile } from './server.ts';

export async function configure(primary: Server, certificates: Certificates): Promise<{ caFile: string }> {
  const { host, dataFolder } = primary;
  const caFile = path.join(host.folder, 'ca.crt');
  const certFile = path.join(host.folder, 'server.crt');
  const keyFile = path.join(host.folder, 'server.key');
  await writeServerFile(host, caFile, certificates.ca);
  await writeServerFile(host, certFile, certificates.cert);
  await writeServerFile(host, keyFile, certificates.key);
  const settings: Record<string, string> = {
    // Loopback only, and no Unix socket that would lie around in a shared folder.
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '60',
    ssl: 'on',
    ssl_cert_file: certFile.replaceAll('\\', '/'),
    ssl_key_file: keyFile.replaceAll('\\', '/'),
    // The world is thrown away: nothing needs to survive a power cut.
    fsync: 'off',
    full_page_writes: 'off',
    shared_buffers: '128MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_wal_size: '1GB',
    min_wal_size: '80MB',
    // Enough for a standby that was away for hours at the demo's pace.
    wal_keep_size: '512MB',
    wal_level: 'replica',
    max_wal_senders: '4',
    max_replication_slots: '2',
    hot_standby: 'on',
    hot_standby_feedback: 'off',
    max_standby_streaming_delay: '30s',
    wal_receiver_status_interval: '1s',
    wal_retrieve_retry_interval: '500ms',
    max_worker_processes: '4',
    max_parallel_workers: '2',
    max_parallel_workers_per_gather: '1',
    io_method: 'sync',
    jit: 'off',
    autovacuum_max_workers: '1',
    autovacuum_naptime: '30s',
    log_min_messages: 'warning',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  // Shared memory as files of the data folder: they go when the folder goes, even after a crash.
  if (process.platform !== 'win32') settings.dynamic_shared_memory_type = 'mmap';
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  await writeServerFile(host, path.join(dataFolder, 'postgresql.conf'), `${lines.join('\n')}\n`);
  await writeServerFile(
    host,
    path.join(dataFolder, 'pg_hba.conf'),
    ['all', 'replication'].map((database) => `host ${database} all 127.0.0.1/32 scram-sha-256\n`).join(''),
  );
  return { caFile };
}
