import { UnstyledButton, type UnstyledButtonProps } from '@mantine/core';
import classes from './TextButton.module.css';

interface Props extends UnstyledButtonProps {
  onClick: () => void;
  children: React.ReactNode;
  tabIndex?: number;
  'aria-current'?: 'page' | undefined;
  'aria-expanded'?: boolean;
}

/** Text that leads somewhere inside the window. */
export function TextButton(props: Props) {
  return <UnstyledButton {...props} className={classes.link} />;
}
