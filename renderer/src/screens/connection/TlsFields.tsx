import { Button, Group, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Tls, TlsMode } from '../../../../shared/domain/connection.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { tlsWord } from '../../format/words.ts';
import { useAction } from '../../hooks/useAction.ts';
import { pickCaFile } from '../../stores/connections.ts';
import classes from './ConnectionForm.module.css';

interface Props {
  tls: Tls;
  error: string | undefined;
  onChange: (tls: Tls) => void;
  /** What else there is to say of the way there; stands beside the mode. */
  children: ReactNode;
}

export function TlsFields({ tls, error, onChange, children }: Props) {
  const picking = useAction(pickCaFile);
  const checks = tls.mode === 'verify-ca' || tls.mode === 'verify-full';
  const pick = async () => {
    const caFile = await picking.run();
    if (caFile) onChange({ ...tls, caFile });
  };
  return (
    <>
      <div className={classes.way}>
        <Select
          label="TLS"
          value={tls.mode}
          onChange={(mode) => onChange({ ...tls, mode: TlsMode.parse(mode) })}
          data={TlsMode.options.map((mode) => ({ value: mode, label: tlsWord[mode] }))}
        />
        {children}
      </div>
      {checks && (
        <Group gap={8} align="flex-end" wrap="nowrap">
          <TextInput
            style={{ flex: 1 }}
            label="CA certificate file"
            description="Without it, the authorities that this system trusts are used."
            readOnly
            placeholder="The system's own"
            value={tls.caFile ?? ''}
            error={error}
          />
          <Button size="sm" loading={picking.slow} onClick={pick}>
            Choose…
          </Button>
          {tls.caFile !== null && (
            <Button
              size="sm"
              className={classes.fill ?? ''}
              onClick={() => onChange({ ...tls, caFile: null })}
            >
              Clear
            </Button>
          )}
        </Group>
      )}
      {picking.problem && <ProblemNote problem={picking.problem} />}
    </>
  );
}
