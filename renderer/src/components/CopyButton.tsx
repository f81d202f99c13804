import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { copyText } from '../hooks/copy-text.ts';

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_600);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.8} />}
      onClick={() => copyText(text).then(() => setCopied(true))}
    >
      {copied ? 'Copied' : label}
    </Button>
  );
}
