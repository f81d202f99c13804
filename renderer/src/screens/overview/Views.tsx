import { ActionIcon, Button, TextInput, UnstyledButton } from '@mantine/core';
import { IconBookmark, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { MOST_VIEWS, type OverviewView } from '../../../../shared/domain/settings.ts';
import { MenuPopover } from '../../components/MenuPopover.tsx';
import { healthWord } from '../../format/words.ts';
import { doQuietly } from '../../stores/notice.ts';
import { removeView, saveView, showView } from '../../stores/overview.ts';
import classes from './Views.module.css';

interface Props {
  views: readonly OverviewView[];
}

/** What a view narrows to, in words: "Broken, “billing”". */
function detailOf({ search, health }: OverviewView): string {
  const parts = [health !== 'all' && healthWord[health], search.trim() !== '' && `“${search.trim()}”`];
  return parts.filter(Boolean).join(', ') || 'All tables';
}

/** Goes to what was shown before under a name, and keeps what is shown now under one. */
export function Views({ views }: Props) {
  return (
    <MenuPopover label="Views" icon={<IconBookmark size={15} stroke={1.8} />}>
      {(close) => <Kept views={views} close={close} />}
    </MenuPopover>
  );
}

function Kept({ views, close }: Props & { close: () => void }) {
  const [name, setName] = useState('');
  const full = views.length >= MOST_VIEWS;
  const show = (view: OverviewView) => {
    close();
    void doQuietly(() => showView(view));
  };
  const save = (event: React.FormEvent) => {
    event.preventDefault();
    if (name.trim() === '' || full) return;
    void doQuietly(() => saveView(name.trim()));
    setName('');
    close();
  };
  return (
    <>
      {views.length > 0 && (
        <ul className={classes.views}>
          {views.map((view) => (
            <li key={view.name} className={classes.view}>
              <UnstyledButton className={classes.show ?? ''} onClick={() => show(view)}>
                <span className={classes.name}>{view.name}</span>
                <span className={classes.detail}>{detailOf(view)}</span>
              </UnstyledButton>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={`Remove the view ${view.name}`}
                onClick={() => doQuietly(() => removeView(view.name))}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <form className={classes.save} onSubmit={save}>
        <TextInput
          data-autofocus
          size="xs"
          label="Keep what is shown as"
          description={full ? `There are ${MOST_VIEWS} views: remove one first.` : undefined}
          placeholder="Broken in billing"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" disabled={name.trim() === '' || full}>
          Save
        </Button>
      </form>
    </>
  );
}
