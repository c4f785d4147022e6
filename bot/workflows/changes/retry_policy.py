"""The retry policy: what may be repeated, when and how often."""

import tenacity

_NO_CALLS = tenacity.Retrying()


class RetryPolicy:
    """What may be repeated, when and how often: the whole of it is here. Seconds, counts.

    ====================================  =====================================================
    a read of PropOps                     3 times at once (`bot.propops.http.transport`), then the
                                          change waits and reads again, for as long as it takes
    a write that certainly never left     for as long as it takes, `backoff` apart
    429                                   after `Retry-After`, for as long as it takes
    a CSRF refusal                        one fresh token and one replay, in the transport
    a write whose answer was lost         `most_posts` in all: each only after a read, at least
                                          `settle` seconds later (and those that its file takes),
                                          that found nothing. A notification: never without asking
                                          the member. Until then it is read for after 2, 4, 8, 16 …
                                          seconds, and is done as soon as it is found
    400, 403, 404                         never: told to the member, the form kept
    401                                   not before the member has linked again
    a message to Slack                    `Retry-After`, else `bot.slack.rate_limit`; a post whose
                                          answer was lost only after reading the channel back
    ====================================  =====================================================

    A create whose answer was ever lost is checked once more after `duplicate_check_after`.
    """

    def __init__(
        self,
        settle: float,
        most_posts: int = 2,
        duplicate_check_after: float = 0,
        first_wait: float = 2,
    ) -> None:
        """`first_wait`: seconds before the first repetition; the next waits twice as long."""
        self.settle, self.first_wait = settle, first_wait
        self.most_posts = most_posts
        self.duplicate_check_after = duplicate_check_after or max(settle * 5, 5)
        """By then no copy of a create with a lost answer can be under way any more."""

        self._wait = tenacity.wait_exponential_jitter(
            multiplier=first_wait, max=60, jitter=first_wait
        )

    def read_again_in(self, sent_at: float, now: float, uploads: float = 0) -> float:
        """Seconds until a write with a lost answer is read for once more; 0: it can no longer land.

        Most that land have landed at once, so each wait is as long as all before it.
        `sent_at`, `now`: Unix seconds. `uploads`: seconds more that its file may be on its way.
        """
        left = max(0.0, sent_at + self.settle + uploads - now)
        return min(left, max(self.first_wait, now - sent_at))

    def backoff(self, failures: int) -> float:
        """Seconds before the next try: about 2, 4, 8 … at most 60, with jitter."""
        state = tenacity.RetryCallState(_NO_CALLS, None, (), {})
        state.attempt_number = max(1, min(failures, 10))
        return float(self._wait(state))
