import { Modal, type ModalProps } from '@mantine/core';

/**
 * A dialog over the page. Mantine would lock the page's scroll by a style element, which the policy forbids:
 * styles/mantine.css does it.
 */
export function Dialog(props: ModalProps) {
  return (
    <Modal
      transitionProps={{ duration: 100, transition: 'fade' }}
      centered
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      {...props}
    />
  );
}
