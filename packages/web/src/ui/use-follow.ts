import { type RefObject, useRef, useState } from 'react';

const nearEndPx = 40;

/** Does a growing text keep its end in sight? Scrolling up lets go of it, scrolling to the end takes it up again. */
export function useFollow(scroller: RefObject<HTMLElement | null>, isAtFirst: boolean) {
  const [isFollowing, setFollowing] = useState(isAtFirst);
  const lastTop = useRef(0);
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    const isUp = element.scrollTop < lastTop.current;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    lastTop.current = element.scrollTop;
    // Drawing more lines moves the end away without anybody scrolling: only going up lets go.
    if (isUp && !isAtEnd) setFollowing(false);
    else if (isAtEnd) setFollowing(true);
  };
  return { isFollowing, setFollowing, onScroll };
}

export type Follow = ReturnType<typeof useFollow>;
