"""The people, offices, officials and days of a made-up district that looks like Huancui.

Everything follows from the seed and the year, so a demo that was interrupted makes the same
commands again and finishes. Persons are fictitious: the area codes of their ID numbers begin with
99, which is assigned to no place, and differ from register to register and year to year, so that
no number is drawn twice.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from random import Random
from uuid import UUID

from domain.common.identifiers import id_number_check
from domain.common.people import Person

CHINA = timezone(timedelta(hours=8))
PARTS = ("assistance", "charity", "funerals", "marriage", "adoption", "authority")
"""The registers that have a part in the demo, in an order that never changes."""
PART_FIRST = "authority"
"""Recorded before the others: they need its offices, officials and powers."""

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN_MALE = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林"
_GIVEN_FEMALE = "芳娜敏静丽艳娟霞秀燕玲桂英萍红玉兰梅莉倩云洁颖琳雪慧莹婷雅"


@dataclass(frozen=True)
class Office:
    """An office that records. `code`: its division code (edition of 2019) or one of its own."""

    code: str
    name_zh: str
    kind: str
    """`district`, `street`, `town`, `registry`, `parlour`, `charity` or `home`."""
    urban: bool = True


BUREAU = Office("371002", "环翠区民政局", "district")
REGISTRY = Office("371002-registry", "环翠区婚姻登记处", "registry")
PARLOUR = Office("371002-parlour", "环翠区殡仪馆", "parlour")
CHARITY = Office("371002-charity", "环翠区慈善总会", "charity")
HOME = Office("371002-home", "环翠区中心敬老院", "home")
STREETS_AND_TOWNS = (
    Office("371002001", "环翠楼街道办事处", "street"),
    Office("371002002", "鲸园街道办事处", "street"),
    Office("371002003", "竹岛街道办事处", "street"),
    Office("371002011", "孙家疃街道办事处", "street"),
    Office("371002400", "嵩山街道办事处", "street"),
    Office("371002100", "张村镇人民政府", "town", urban=False),
    Office("371002101", "羊亭镇人民政府", "town", urban=False),
    Office("371002102", "温泉镇人民政府", "town", urban=False),
)
OFFICES = (BUREAU, REGISTRY, PARLOUR, CHARITY, HOME, *STREETS_AND_TOWNS)
_CASEWORK = (
    "window",
    "means-check",
    "visit-1",
    "visit-2",
    "assessment",
    "appraisal",
    "notice",
    "confirmation",
    "review",
    "payment",
    "finance",
    "bank",
    "reserve",
)
DUTIES = {
    "district": ("head", "standards", "homes", "approver", "cashier", "comparer", *_CASEWORK),
    "street": _CASEWORK,
    "town": _CASEWORK,
    "registry": ("window", "registrar", "archivist", "reviewer", "assessor"),
    "parlour": ("window", "furnace", "till", "accountant"),
    "charity": ("head", "window", "reviewer", "approver", "cashier"),
    "home": ("admission",),
}
"""The posts of each kind of office, one official each; all are appointed in the demo."""


class World:
    """One year of the district, drawn from a seed. Not shared between threads."""

    def __init__(self, seed: int, year: int, part: str, year_first: int | None = None) -> None:
        """Draw a world.

        Args:
            seed: of the whole demo.
            year: the calendar year the records are of.
            part: the register it is for, one of `PARTS`; each draws its own world, so that a
                change in one register's part leaves the others' records as they were.
            year_first: the first year of the demo, if it is not this one.
        """
        self.random = Random(f"{seed}/{year}/{part}")  # noqa: S311 - made-up people need no secrecy
        self._seed = f"{seed}/{year}/{part}"
        self.year = year
        self.year_first = year if year_first is None else year_first
        self._area = f"99{year % 100:02d}{PARTS.index(part):02d}"
        self._taken: set[str] = set()

    def uuid(self) -> str:
        """A version 4 UUID that follows from the seed."""
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def named_id(self, name: str) -> str:
        """A UUID that follows from the seed and a name, beside those drawn in turn."""
        return str(UUID(int=Random(f"{self._seed}/{name}").getrandbits(128), version=4))  # noqa: S311

    def command_id(self) -> str:
        """The id of the next command."""
        return self.uuid()

    def person(self, *, age: tuple[int, int] = (18, 90), male: bool | None = None) -> Person:
        """A new person whose age at the end of the year lies within `age` (years, inclusive)."""
        if male is None:
            male = self.random.random() < 0.5
        personal = {"name": self._name(male), "id_number": self._id_number(age, male)}
        return Person(self.uuid(), personal)

    def household(self, size: int) -> list[Person]:
        """A household of `size` persons with one surname; the first is its head, an adult."""
        members = [self.person(age=(30, 75))]
        members += [self.person(age=(3, 85)) for _ in range(size - 1)]
        surname = members[0].personal["name"][0]
        return [
            Person(m.id, {**m.personal, "name": surname + m.personal["name"][1:]}) for m in members
        ]

    def official(self, office: Office, duty: str) -> str:
        """The official of an office who has a duty; different duties are different people.

        Raises:
            ValueError: the office has no such post: add it to `DUTIES`.
        """
        if duty not in DUTIES[office.kind]:
            raise ValueError(f"A {office.kind} has no post {duty!r} in the demo; see DUTIES.")
        return f"{office.code}-{duty}"

    def working_day(self, month: int, *, day_first: int = 1, day_last: int = 31) -> date:
        """A day from Monday to Friday in the month, from `day_first` to `day_last`."""
        day_last = min(day_last, calendar.monthrange(self.year, month)[1])
        days = [date(self.year, month, day) for day in range(day_first, day_last + 1)]
        return self.random.choice([day for day in days if day.weekday() < 5] or days)

    def moment(self, day: date) -> datetime:
        """A minute within office hours (08:30 to 16:59, noon rest left out) of a day."""
        minute = self.random.randrange(0, 420)
        minute += 90 if minute >= 210 else 0
        opening = datetime(day.year, day.month, day.day, 8, 30, tzinfo=CHINA)
        return opening + timedelta(minutes=minute)

    def _name(self, male: bool) -> str:
        given = _GIVEN_MALE if male else _GIVEN_FEMALE
        length = self.random.choice((1, 2, 2))
        return self.random.choice(_SURNAMES) + "".join(self.random.choices(given, k=length))

    def _id_number(self, age: tuple[int, int], male: bool) -> str:
        youngest, oldest = date(self.year - age[0], 1, 1), date(self.year - age[1], 1, 1)
        while True:
            born = oldest + timedelta(days=self.random.randrange((youngest - oldest).days + 1))
            serial = self.random.randrange(0, 500) * 2 + (1 if male else 0)
            first_17 = f"{self._area}{born:%Y%m%d}{serial:03d}"
            if first_17 not in self._taken:
                self._taken.add(first_17)
                return first_17 + id_number_check(first_17)
