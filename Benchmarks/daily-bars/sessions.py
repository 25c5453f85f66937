"""Sessions of the New York Stock Exchange, by rule: as much as the years 2015 to 2026 need, and nothing from Penstock's own calendar."""
import datetime

DAY = datetime.timedelta(days=1)
FIRST, LAST = datetime.date(2015, 1, 1), datetime.date(2026, 12, 31)
UNSCHEDULED = {datetime.date(2018, 12, 5), datetime.date(2025, 1, 9)}  # mourning for George H. W. Bush, for Jimmy Carter


def weekday(year, month, day_of_week, nth):
    """The nth (1, 2 ... or -1, the last) Monday (0) to Sunday (6) of a month."""
    if nth < 0:
        last = datetime.date(year + month // 12, month % 12 + 1, 1) - DAY
        return last - (last.weekday() - day_of_week) % 7 * DAY
    first = datetime.date(year, month, 1)
    return first + ((day_of_week - first.weekday()) % 7 + 7 * (nth - 1)) * DAY


def good_friday(year):
    """Two days before Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return datetime.date(year, month, day + 1) - 2 * DAY


def observed(year, month, day):
    """A Saturday's holiday is kept on Friday, a Sunday's on Monday."""
    date = datetime.date(year, month, day)
    return date + {5: -DAY, 6: DAY}.get(date.weekday(), 0 * DAY)


def holidays(year):
    days = {
        weekday(year, 1, 0, 3),  # Martin Luther King Jr. Day
        weekday(year, 2, 0, 3),  # Washington's Birthday
        good_friday(year),
        weekday(year, 5, 0, -1),  # Memorial Day
        observed(year, 7, 4),
        weekday(year, 9, 0, 1),  # Labor Day
        weekday(year, 11, 3, 4),  # Thanksgiving Day
        observed(year, 12, 25),
    }
    if year >= 2022:
        days.add(observed(year, 6, 19))  # Juneteenth
    if datetime.date(year, 1, 1).weekday() != 5:  # New Year's Day on a Saturday costs no session
        days.add(observed(year, 1, 1))
    return days


HOLIDAYS = {day for year in range(FIRST.year, LAST.year + 1) for day in holidays(year)} | UNSCHEDULED


def is_session(date):
    if not FIRST <= date <= LAST:
        raise ValueError(f"{date} is outside {FIRST} ... {LAST}")
    return date.weekday() < 5 and date not in HOLIDAYS


def sessions(first, count):
    """The first `count` sessions from a date on."""
    found, date = [], first
    while len(found) < count:
        if is_session(date):
            found.append(date)
        date += DAY
    return found


def utc_offset(date):
    """Hours of New York from UTC during the day's trading: summer time from the second Sunday of March to the first of November."""
    return -4 if weekday(date.year, 3, 6, 2) <= date < weekday(date.year, 11, 6, 1) else -5


def closing_hour(date):
    early = {weekday(date.year, 11, 3, 4) + DAY, datetime.date(date.year, 7, 3), datetime.date(date.year, 12, 24)}
    return 13 if date in early else 16


def instant(date, hour, minute=0):
    """UTC seconds of a New York wall-clock time."""
    midnight = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.timezone.utc)
    return int(midnight.timestamp()) + (hour - utc_offset(date)) * 3600 + minute * 60


def opening(date):
    return instant(date, 9, 30)


def closing(date):
    return instant(date, closing_hour(date))
