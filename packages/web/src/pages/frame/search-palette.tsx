import { Modal } from '@mantine/core';

/** Search over pages, jobs, connections and builds. */
export function SearchPalette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return <Modal opened={isOpen} onClose={onClose} title="Search" />;
}
