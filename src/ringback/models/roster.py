"""Who is in which place: posts and who fills them, who is on call, lanes and whose queue it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ringback.models.base import OfPractice, within

if TYPE_CHECKING:
    from uuid import UUID


def _person(*, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        "ringback.Person",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=null,
        blank=null,
    )


class PostHolder(OfPractice):
    """Somebody fills a post until further notice. Leaving it sets `until`; the row stays."""

    post = models.CharField(max_length=24)
    person = _person()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        person_id: UUID

    class Meta:
        db_table = "post_holder"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="post_holder_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "post", "person"],
                name="post_holder_once_at_a_time",
                condition=Q(until__isnull=True),
            ),
        ]


class OnCall(OfPractice):
    """Somebody fills a post from one moment to another (UTC), before whoever always does."""

    post = models.CharField(max_length=24)
    person = _person()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        person_id: UUID

    class Meta:
        db_table = "on_call"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["practice", "ends_at"], name="on_call_ending"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="on_call_of_practice"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="on_call_ends_after_it_starts"
            ),
        ]


class Lane(OfPractice):
    """A set of kinds of request, worked by some people, with room for so many at a time.

    `room` 0 is as many as come. `looked_at` is when whoever's queue it is last looked through it;
    the rhythm is every `check_minutes`, between two wall times, or none.
    """

    name = models.CharField(max_length=60)
    categories = ArrayField(models.CharField(max_length=20))
    room = models.PositiveSmallIntegerField(default=0)
    check_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    check_from = models.TimeField(null=True, blank=True)
    check_until = models.TimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = _person(null=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        looked_by_id: UUID | None

    class Meta:
        db_table = "lane"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="lane_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "name"],
                name="lane_named_once",
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(check_minutes__isnull=True, check_from__isnull=True)
                & Q(check_until__isnull=True)
                | Q(check_minutes__gt=0, check_from__isnull=False, check_until__isnull=False),
                name="lane_rhythm_whole",
            ),
        ]


class LaneMember(OfPractice):
    """Somebody works a lane until further notice."""

    lane = within("ringback.Lane")
    person = _person()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        lane_id: UUID
        person_id: UUID

    class Meta:
        db_table = "lane_member"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="lane_member_of_practice"),
            models.UniqueConstraint(
                fields=["practice", "lane", "person"],
                name="lane_member_once_at_a_time",
                condition=Q(until__isnull=True),
            ),
        ]


class LaneShift(OfPractice):
    """Whose queue a lane is on one weekday (0 is Monday), in minutes after the local midnight.

    An end above 1440 is the next morning.
    """

    lane = within("ringback.Lane")
    weekday = models.PositiveSmallIntegerField()
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    owner = _person()
    deputy = _person(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        lane_id: UUID
        owner_id: UUID
        deputy_id: UUID | None

    class Meta:
        db_table = "lane_shift"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "id"], name="lane_shift_of_practice"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="lane_shift_weekday"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start"), start__lt=1440, end__lte=2880),
                name="lane_shift_ends_after_it_starts",
            ),
        ]
