import { Component, type ComponentType, Suspense, useState } from 'react';
import { useFocusReturn } from '../hooks/useFocusReturn.ts';
import { toProblem } from '../ipc/problem.ts';
import { tell } from '../stores/notice.ts';

interface BoundaryProps {
  onBroken: () => void;
  children: React.ReactNode;
}

/** A dialog that breaks closes and says so, and takes nothing else with it. */
class OverlayBoundary extends Component<BoundaryProps, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown) {
    tell({
      ...toProblem(error),
      title: 'What was to open here broke.',
      hint: 'The rest of the window still works, and Pulse keeps watching. Try it again.',
    });
    this.props.onBroken();
  }

  override render() {
    return this.state.broken ? null : this.props.children;
  }
}

export interface Overlay {
  useOpen: () => boolean;
  close: () => void;
  /** Its program is read when it is first wanted, not while the window starts. */
  Content: ComponentType;
}

/** Something that opens over the window. */
export function Overlay({ useOpen, close, Content }: Overlay) {
  const open = useOpen();
  useFocusReturn(open);
  const [wanted, setWanted] = useState(open);
  if (open && !wanted) setWanted(true);
  const [broken, setBroken] = useState(0);
  if (!wanted) return null;
  return (
    <OverlayBoundary
      key={broken}
      onBroken={() => {
        close();
        setWanted(false);
        setBroken((times) => times + 1);
      }}
    >
      <Suspense fallback={null}>
        <Content />
      </Suspense>
    </OverlayBoundary>
  );
}
