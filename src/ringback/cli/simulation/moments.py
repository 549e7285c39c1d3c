"""When things happen: the rhythm of a practice's day, measured back from the present moment.

Everything is placed by opening time, so that what is overdue is overdue by the practice's own
clock, at whatever hour, weekday or season the practice is filled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random
    from zoneinfo import ZoneInfo

    from ringback.rules.clock import OpenHours

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
MONDAY: Final = 0
SATURDAY: Final = 5

BY_HOUR: Final = {8: 1.6, 9: 1.5, 10: 1.3, 11: 1.1, 12: 0.5, 13: 0.9, 14: 1.1, 15: 1.0, 16: 0.8}
"""How busy the telephone is; the middle of the day is lunch, also for patients."""

MONDAY_MORNING: Final = 1.6
AFTER_HOURS: Final = 0.25
WEEKEND: Final = 0.1
NIGHT: Final = 0.01
BUSIEST: Final = 1.6 * MONDAY_MORNING
SPARE_TRIES: Final = 300


@dataclass(frozen=True, kw_only=True)
class Moments:
    """The moments around `now` (UTC) in a practice's own opening time."""

    now: datetime
    hours: OpenHours
    zone: ZoneInfo
    rng: Random

    def ago(self, minutes: float) -> datetime:
        """This many minutes ago by the wall clock, to the second."""
        return (self.now - minutes * MINUTE).replace(microsecond=0)

    def open_ago(self, minutes: float) -> datetime:
        """The latest moment since which the practice was open this many minutes."""
        early, late = self.now - 30 * DAY, self.now
        while late - early > timedelta(seconds=1):
            middle = early + (late - early) / 2
            if self.hours.minutes_between(middle, self.now) >= minutes:
                early = middle
            else:
                late = middle
        return early.replace(microsecond=0)

    def between(self, least: float, most: float) -> datetime:
        """Some moment of opening time, `least` to `most` open minutes ago."""
        return self.open_ago(self.rng.uniform(least, most))

    def arrival(self, least: float, most: float, *, message: bool) -> datetime:
        """A moment at which patients act, `least` to `most` open minutes ago.

        A message may be left while the practice is closed; then its clock starts at the opening.
        """
        first, last = self.open_ago(most), min(self.open_ago(least), self.ago(1))
        for _ in range(SPARE_TRIES):
            at = (first + (last - first) * self.rng.random()).replace(microsecond=0)
            if self.rng.random() * BUSIEST < self._busy(at, message=message):
                return at
        return self.between(least, most)

    def on_day(self, day: date) -> datetime:
        """A moment of a local day at which patients act while the practice is open."""
        midnight = datetime.combine(day, time(), self.zone)
        while True:
            at = midnight + timedelta(minutes=self.rng.randrange(24 * 60))
            found = at.astimezone(UTC) + timedelta(seconds=self.rng.randrange(60))
            if self.hours.is_open(found) and self.rng.random() * BUSIEST < self._busy(found):
                return found

    def local(self, at: datetime) -> datetime:
        """The same moment on the practice's wall clock."""
        return at.astimezone(self.zone)

    def next_open_day(self) -> date:
        """The practice's next working day after today."""
        tomorrow = datetime.combine(self.today() + DAY, time(), self.zone)
        return self.local(self.hours.next_open(tomorrow.astimezone(UTC))).date()

    def today(self) -> date:
        """The practice's present day."""
        return self.local(self.now).date()

    def promise(self, minutes: float) -> datetime:
        """A time to tell a patient, about this many minutes from now, while we are open."""
        at = self.local(self.now + minutes * MINUTE)
        rounded = at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)
        if self.hours.is_open(rounded.astimezone(UTC)) and rounded > self.local(self.now):
            return rounded.astimezone(UTC)
        return self.hours.next_open(self.now + timedelta(hours=1)) + 20 * MINUTE

    def in_words(self, at: datetime) -> str:
        """A moment as a colleague writes it: "Tue 9:20"."""
        local = self.local(at)
        return f"{local:%a} {local.hour}:{local:%M}"

    def _busy(self, at: datetime, *, message: bool = False) -> float:
        local = self.local(at)
        if self.hours.is_open(at):
            morning = local.weekday() == MONDAY and local.hour in range(8, 11)
            return BY_HOUR.get(local.hour, 0.5) * (MONDAY_MORNING if morning else 1)
        if local.hour not in range(7, 22):
            return NIGHT
        often = WEEKEND if local.weekday() >= SATURDAY else AFTER_HOURS
        return often if message else often / 5
