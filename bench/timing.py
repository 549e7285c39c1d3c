"""Contenders measured in turns, so that a busy machine is equally busy for all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, kw_only=True)
class Series:
    """The figures of one contender, one per repeat, in `unit`."""

    name: str
    unit: str
    figures: list[float]

    def ratio_to(self, other: Series) -> float:
        """This one's median as a multiple of another's."""
        return median(self.figures) / median(other.figures)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What the ratio of the medians, or the median, should be: at most, or at least, `bound`."""

    bound: float
    at_most: bool = True

    def met(self, ratio: float) -> bool:
        """Whether this ratio is good enough."""
        return ratio <= self.bound if self.at_most else ratio >= self.bound

    def __str__(self) -> str:
        return f"{'<=' if self.at_most else '>='} {self.bound}"


def in_turns(
    contenders: Mapping[str, Callable[[], float]], *, repeats: int, unit: str, warm: int = 2
) -> dict[str, Series]:
    """Run A B C, B C A, C A B ...; each call answers one figure. `warm` rounds do not count."""
    names = list(contenders)
    figures: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(-warm, repeats):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            figure = contenders[name]()
            if turn >= 0:
                figures[name].append(figure)
    return {name: Series(name=name, unit=unit, figures=figures[name]) for name in names}


def milliseconds(do: Callable[[], object]) -> Callable[[], float]:
    """A contender whose figure is how long `do` takes, in milliseconds."""

    def timed() -> float:
        begin = perf_counter()
        do()
        return (perf_counter() - begin) * 1000

    return timed


def report(
    series: Series, *, beside: Series | None = None, aim: Aim | None = None, **more: object
) -> None:
    """Print one JSON line for one measure. Without `beside`, the aim is for the median itself."""
    ratio = series.ratio_to(beside) if beside else None
    judged = median(series.figures) if ratio is None else ratio
    line = {
        "name": series.name,
        "unit": series.unit,
        "min": round(min(series.figures), 3),
        "median": round(median(series.figures), 3),
        "max": round(max(series.figures), 3),
        "repeats": len(series.figures),
        "compared_with": beside.name if beside else None,
        "ratio_median": round(ratio, 3) if ratio is not None else None,
        "aim": str(aim) if aim else None,
        "met": aim.met(judged) if aim else None,
        **more,
    }
    print(json.dumps(line), flush=True)
