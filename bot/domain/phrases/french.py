"""French words for days and times."""

from bot.domain.phrases import lexicon as of
from bot.domain.phrases.tokens import Kind

_NUMBERS = (
    "zéro,une,deux,trois,quatre,cinq,six,sept,huit,neuf,dix,onze,douze,treize,quatorze,quinze,seize,dix sept,dix huit,"
    "dix neuf,vingt,vingt et une|vingt et un,vingt deux,vingt trois,vingt quatre"
)
_ORDINALS = "premier|première|premiers,deuxième|second|seconde,troisième,quatrième,cinquième"
_WEEKDAYS = "lundi|lun,mardi|mar,mercredi|mer,jeudi|jeu,vendredi|ven,samedi|sam,dimanche|dim"
_PLURALS = "lundis,mardis,mercredis,jeudis,vendredis,samedis,dimanches"
_MONTHS = (
    "janvier|janv,février|févr|fév,mars,avril|avr,mai,juin,juillet|juil,août,septembre,octobre|oct,novembre|nov,"
    "décembre|déc"
)

LEXICON = of.lexicon(
    of.numbers(Kind.NUM, 0, _NUMBERS)
    | of.numbers(Kind.ORD, 1, _ORDINALS)
    | of.numbers(Kind.WEEKDAY, 0, _WEEKDAYS)
    | of.numbers(Kind.WEEKDAYS, 0, _PLURALS)
    | of.numbers(Kind.MONTH, 1, _MONTHS)
    | {
        of.GLUE: "à|a|la|les|l|de|du|des|d|en|au|vers",
        of.HABIT: "le",
        of.AND: "et",
        of.ONE: "un",
        of.TO: "à|au",
        of.LAST: "dernier|dernière|derniers",
        of.EVERY: "tous les|toutes les|chaque",
        (of.EVERY, of.DAY): "quotidien|quotidiennement|chaque jour|tous les jours",
        (of.EVERY, of.WEEK): "hebdomadaire|chaque semaine|toutes les semaines",
        (of.EVERY, of.MOON): "mensuel|mensuellement|chaque mois|tous les mois",
        (of.EVERY, of.YEAR): "annuel|annuellement|chaque année|tous les ans",
        (of.EVERY, of.WORKDAYS): "en semaine|jours ouvrables|les jours ouvrables|tous les jours ouvrables",
        (of.EVERY, of.MORNING): "tous les matins",
        (of.EVERY, of.EVENING): "tous les soirs",
        (of.EVERY, of.NIGHT): "toutes les nuits",
        (of.EVERY, of.NOON): "tous les midis",
        of.OFTEN: "deux fois par jour|plusieurs fois par jour",
        of.OTHER: "sur deux",
        of.NEXT: "prochain|prochaine|qui vient|suivant",
        of.THIS: "ce|cet|cette",
        of.IN: "dans",
        of.of(Kind.NUM, 30): "trente",
        of.of(Kind.NUM, 40): "quarante",
        of.of(Kind.NUM, 45): "quarante cinq",
        of.of(Kind.NUM, 50): "cinquante",
        of.of(Kind.NUM, 90): "quatre vingt dix",
        of.MINUTE: "minute|minutes|min|mn",
        of.HOUR: "heure|heures|h",
        of.of(Kind.SPAN, 30): "une demi heure|demi heure",
        of.of(Kind.SPAN, 90): "une heure et demie|heure et demie",
        of.of(Kind.SPAN, 15): "un quart d heure|quart d heure",
        of.of(Kind.SPAN, 45): "trois quarts d heure",
        of.DAY: "jour|jours",
        of.WEEK: "semaine|semaines",
        (of.of(Kind.NUM, 2), of.WEEK): "quinze jours|15 jours|quinzaine|une quinzaine",
        (of.of(Kind.NUM, 1), of.WEEK): "huit jours|8 jours",
        (of.of(Kind.NUM, 8), of.DAY): "huit jours|8 jours",
        of.MOON: "mois",
        of.YEAR: "an|ans|année|années",
        of.WORKDAYS: "jour ouvrable|jour de semaine",
        of.WEEKEND: "week end|weekend|week ends|weekends",
        of.of(Kind.AHEAD, -1): "hier",
        of.TODAY: "aujourd hui|ce jour",
        of.TOMORROW: "demain",
        of.DAY_AFTER: "après demain",
        (of.TODAY, of.NIGHT): "cette nuit",
        (of.TODAY, of.EVENING): "ce soir",
        (of.TODAY, of.MORNING): "ce matin",
        (of.TODAY, of.AFTERNOON): "cet après midi|cette après midi",
        of.MORNING: "matin|du matin|le matin|au matin",
        of.AFTERNOON: "après midi|de l après midi|l après midi|dans l après midi",
        of.EVENING: "soir|du soir|le soir|au soir",
        of.NIGHT: "nuit|de la nuit|la nuit|dans la nuit",
        of.NOON: "midi|à midi",
        of.MIDNIGHT: "minuit|à minuit",
        of.AM: "am|a m",
        of.PM: "pm|p m",
        of.HOURS: "heure|heures|h|h pile|heures pile",
        of.HALF: "demie|demi",
        of.QUARTER: "quart|le quart",
        of.LESS: "moins",
    },
    {of.GLUE: "le", of.of(Kind.MONTH, 9): "sept"},
    ordinal="er|re|ere|eme|e|nde?",
)
