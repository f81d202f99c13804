import { Command } from 'commander';
import { configurationJsonSchema } from '../../engine/config/document.ts';
import { writeConfigurationFile } from '../../engine/config/files.ts';
import { openEngine, type SessionOptions, withSessionOptions } from '../session.ts';

/** `pulse config`: the set-up as a file. Works beside a running Pulse. */
export function configCommand(): Command {
  return new Command('config')
    .description('what is watched, and when Pulse speaks, as a file to review and share')
    .addCommand(exportCommand())
    .addCommand(schemaCommand());
}

function exportCommand(): Command {
  return withSessionOptions(new Command('export').description('write it as YAML, without passwords'))
    .argument('[file]', 'the file to write; printed when left out')
    .action(async (file: string | undefined, options: SessionOptions) => {
      const engine = await openEngine({ ...options, readonly: true });
      try {
        const { text } = await engine.handlers['configuration.text'](null);
        write(file, text);
      } finally {
        await engine.stop();
      }
    });
}

function schemaCommand(): Command {
  return new Command('schema')
    .description('write the JSON Schema that helps editors with such a file')
    .argument('[file]', 'the file to write, such as pulse-config.schema.json; printed when left out')
    .action((file: string | undefined) =>
      write(file, `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`),
    );
}

function write(file: string | undefined, text: string): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  writeConfigurationFile(file, text);
  process.stderr.write(`Written to ${file}\n`);
}
