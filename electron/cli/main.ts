import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { applyCommand } from './commands/apply.ts';
import { backupCommand, backupsCommand, restoreCommand } from './commands/backup.ts';
import { checkCommand } from './commands/check.ts';
import { configCommand } from './commands/config.ts';
import { exportCommand } from './commands/export.ts';
import { incidentsCommand } from './commands/incidents.ts';
import { tablesCommand } from './commands/tables.ts';
import { watchCommand } from './commands/watch.ts';
import { fail } from './failure.ts';

/** The terminal front: the same engine as the window's, without one. */
const program = new Command('pulse')
  .description('Watches tables through PostgreSQL read replicas, and says when data breaks.')
  .version(packageJson.version)
  .addHelpText(
    'after',
    '\nExit codes: 0 healthy (warnings included), 1 broken, 2 not judged, 3 wrong usage or another problem.' +
      '\nPasswords come from the connection string, PGPASSWORD or ~/.pgpass.',
  )
  .addCommand(watchCommand())
  .addCommand(tablesCommand())
  .addCommand(checkCommand())
  .addCommand(incidentsCommand())
  .addCommand(exportCommand())
  .addCommand(backupCommand())
  .addCommand(backupsCommand())
  .addCommand(restoreCommand())
  .addCommand(configCommand())
  .addCommand(applyCommand())
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = fail(error);
}
