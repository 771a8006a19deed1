"""English words for days and times."""

from bot.domain.phrases import lexicon as of
from bot.domain.phrases.tokens import Kind

_NUMBERS = (
    "zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen,sixteen,"
    "seventeen,eighteen,nineteen,twenty,twenty one,twenty two,twenty three,twenty four"
)
_ORDINALS = "first,second,third,fourth,fifth"
_WEEKDAYS = "monday|mon,tuesday|tue|tues,wednesday|wed|weds,thursday|thu|thur|thurs,friday|fri,saturday|sat,sunday|sun"
_PLURALS = "mondays,tuesdays,wednesdays,thursdays,fridays,saturdays,sundays"
_MONTHS = (
    "january|jan,february|feb,march|mar,april|apr,may,june|jun,july|jul,august|aug,september|sep|sept,october|oct,"
    "november|nov,december|dec"
)

LEXICON = of.lexicon(
    of.numbers(Kind.NUM, 0, _NUMBERS)
    | of.numbers(Kind.ORD, 1, _ORDINALS)
    | of.numbers(Kind.WEEKDAY, 0, _WEEKDAYS)
    | of.numbers(Kind.WEEKDAYS, 0, _PLURALS)
    | of.numbers(Kind.MONTH, 1, _MONTHS)
    | {
        of.GLUE: "at|on|the|of",
        of.AND: "and",
        of.ONE: "a|an",
        of.TO: "to|through",
        of.LAST: "last",
        of.EVERY: "every|each",
        (of.EVERY, of.DAY): "daily|everyday|every day|each day",
        (of.EVERY, of.WEEK): "weekly",
        (of.EVERY, of.MOON): "monthly",
        (of.EVERY, of.YEAR): "yearly|annually",
        (of.EVERY, of.OTHER, of.WEEK): "fortnightly",
        (of.EVERY, of.WORKDAYS): "weekdays|workdays|working days|business days",
        (of.EVERY, of.WEEKEND): "weekends",
        of.OFTEN: "hourly|twice a day|twice daily|several times a day",
        of.OTHER: "other",
        of.NEXT: "next|coming",
        of.THIS: "this",
        of.IN: "in",
        of.HENCE: "from now|from today",
        of.of(Kind.NUM, 30): "thirty",
        of.of(Kind.NUM, 40): "forty",
        of.of(Kind.NUM, 45): "forty five",
        of.of(Kind.NUM, 50): "fifty",
        of.of(Kind.NUM, 90): "ninety",
        of.MINUTE: "minute|minutes|min|mins",
        of.HOUR: "hour|hours|hr|hrs|h",
        of.of(Kind.SPAN, 30): "half an hour|half hour|a half hour|half a hour",
        of.of(Kind.SPAN, 90): "an hour and a half|one and a half hours|hour and a half",
        of.of(Kind.SPAN, 15): "quarter of an hour|a quarter of an hour|quarter hour|a quarter hour",
        of.of(Kind.SPAN, 45): "three quarters of an hour",
        of.DAY: "day|days",
        of.WEEK: "week|weeks",
        (of.of(Kind.NUM, 2), of.WEEK): "a fortnight|fortnight",
        of.MOON: "month|months",
        of.YEAR: "year|years",
        of.WORKDAYS: "weekday|workday|working day|business day",
        of.WEEKEND: "weekend",
        of.of(Kind.AHEAD, -1): "yesterday",
        of.TODAY: "today",
        of.TOMORROW: "tomorrow|tmrw|tmr|tomorow|tommorow|tommorrow",
        of.DAY_AFTER: "the day after tomorrow|day after tomorrow|overmorrow",
        (of.TODAY, of.NIGHT): "tonight|tonite",
        (of.TODAY, of.MORNING): "this morning",
        (of.TODAY, of.AFTERNOON): "this afternoon",
        (of.TODAY, of.EVENING): "this evening",
        of.MORNING: "morning|in the morning",
        of.AFTERNOON: "afternoon|in the afternoon",
        of.EVENING: "evening|in the evening",
        of.NIGHT: "night|at night|in the night",
        of.NOON: "noon|midday|twelve noon|12 noon",
        of.MIDNIGHT: "midnight|twelve midnight|12 midnight",
        of.AM: "am|a m",
        of.PM: "pm|p m",
        of.HOURS: "o clock|oclock",
        of.of(Kind.PAST, 30): "half past",
        of.of(Kind.PAST, 15): "quarter past|a quarter past",
        of.of(Kind.BEFORE, 15): "quarter to|a quarter to",
    },
    {of.of(Kind.PAST, 30): "half"},
    ordinal="st|nd|rd|th",
    is_day_first=False,
)
