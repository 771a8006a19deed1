"""German words for days and times."""

from bot.domain.phrases import lexicon as of
from bot.domain.phrases.lexicon import Entries
from bot.domain.phrases.tokens import Kind

_NUMBERS = (
    "null,eins,zwei,drei,vier,fünf,sechs,sieben,acht,neun,zehn,elf,zwölf,dreizehn,vierzehn,fünfzehn,sechzehn,siebzehn,"
    "achtzehn,neunzehn,zwanzig,einundzwanzig,zweiundzwanzig,dreiundzwanzig,vierundzwanzig"
)
_ORDINALS = ",".join(
    "|".join(stem + ending for ending in ("e", "en", "er", "es", "em"))
    for stem in ["erst", "zweit", "dritt", "viert", "fünft"]
)
_WEEKDAYS = "montag|mo,dienstag|di,mittwoch|mi,donnerstag|do,freitag|fr,samstag|sa|sonnabend,sonntag|so"
_PLURALS = "montags,dienstags,mittwochs,donnerstags,freitags,samstags|sonnabends,sonntags"
_MONTHS = (
    "januar|jan|jänner,februar|feb|feber,märz|mär|mrz,april|apr,mai,juni|jun,juli|jul,august|aug,"
    "september|sep|sept,oktober|okt,november|nov,dezember|dez"
)
_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_PARTS = {
    of.MORNING: ("morgen", "früh", "vormittag"),
    of.MIDDAY: ("mittag",),
    of.AFTERNOON: ("nachmittag",),
    of.EVENING: ("abend",),
    of.NIGHT: ("nacht",),
}
_COMPOUNDS: Entries = {
    (of.of(Kind.WEEKDAY, number), part): "|".join(f"{name}{ending}|{name} {ending}" for ending in endings)
    for number, name in enumerate(_DAYS)
    for part, endings in _PARTS.items()
}

LEXICON = of.lexicon(
    of.numbers(Kind.NUM, 0, _NUMBERS)
    | of.numbers(Kind.ORD, 1, _ORDINALS)
    | of.numbers(Kind.WEEKDAY, 0, _WEEKDAYS)
    | of.numbers(Kind.WEEKDAYS, 0, _PLURALS)
    | of.numbers(Kind.MONTH, 1, _MONTHS)
    | dict(_COMPOUNDS)
    | {
        of.GLUE: "am|zum|punkt|um|an|im|der|den|dem|des|die|das|von|gegen",
        of.AND: "und|u",
        of.ONE: "ein|eine|einer|einem|einen|eines",
        of.TO: "bis",
        of.LAST: "letzte|letzten|letzter|letztes|letztem",
        of.EVERY: "jeden|jede|jeder|jedes|jedem|alle",
        (of.EVERY, of.DAY): "täglich|jeden tag|alle tage",
        (of.EVERY, of.WEEK): "wöchentlich",
        (of.EVERY, of.MOON): "monatlich",
        (of.EVERY, of.YEAR): "jährlich",
        of.WORKDAYS: "wochentag|arbeitstag|werktag",
        (of.EVERY, of.WORKDAYS): "wochentags|unter der woche|an wochentagen|werktags|an werktagen",
        tuple(of.of(Kind.WEEKDAYS, number) for number in range(6)): "werktags|an werktagen|werktag",
        of.OFTEN: "stündlich|zweimal täglich|zweimal am tag|mehrmals täglich|mehrmals am tag",
        of.NEXT: "nächsten|nächste|nächster|nächstes|nächstem|kommenden|kommende|kommender|kommendes|kommendem",
        of.THIS: "diesen|diese|dieser|dieses|diesem",
        of.IN: "in",
        of.of(Kind.NUM, 30): "dreißig",
        of.of(Kind.NUM, 40): "vierzig",
        of.of(Kind.NUM, 45): "fünfundvierzig",
        of.of(Kind.NUM, 50): "fünfzig",
        of.of(Kind.NUM, 90): "neunzig",
        of.MINUTE: "minute|minuten|min",
        of.HOUR: "stunde|stunden|std|h",
        of.of(Kind.SPAN, 30): "einer halben stunde|halben stunde|halbe stunde|einer halbe stunde",
        of.of(Kind.SPAN, 90): "anderthalb stunden|eineinhalb stunden",
        of.of(Kind.SPAN, 15): "einer viertelstunde|viertelstunde",
        of.of(Kind.SPAN, 45): "einer dreiviertelstunde|dreiviertelstunde",
        of.DAY: "tag|tage|tagen|tages",
        of.WEEK: "woche|wochen",
        (of.of(Kind.NUM, 1), of.WEEK): "acht tage|acht tagen",
        (of.of(Kind.NUM, 8), of.DAY): "acht tage|acht tagen",
        of.MOON: "monat|monate|monaten|monats",
        of.YEAR: "jahr|jahre|jahren|jahres",
        of.WEEKEND: "wochenende|wochenenden",
        of.of(Kind.AHEAD, -1): "gestern",
        of.TODAY: "heute",
        of.TOMORROW: "morgen",
        of.DAY_AFTER: "übermorgen",
        of.MORNING: "morgens|vormittag|vormittags|früh|in der früh|am morgen|am vormittag",
        of.MIDDAY: "mittags|am mittag",
        of.AFTERNOON: "nachmittag|nachmittags|am nachmittag",
        of.EVENING: "abend|abends|am abend",
        of.NIGHT: "nacht|nachts|in der nacht",
        of.NOON: "mittag",
        of.MIDNIGHT: "mitternacht|um mitternacht",
        of.HOURS: "uhr|h",
        of.of(Kind.BEFORE, 30): "halb",
        of.of(Kind.PAST, 15): "viertel nach",
        of.of(Kind.BEFORE, 15): "viertel vor",
    },
    {of.MORNING: "morgen", of.MIDDAY: "mittag"},
    ordinal=r"\.|te[rsnm]?",
)
