"""Spanish words for days and times."""

from bot.domain.phrases import lexicon as of
from bot.domain.phrases.tokens import Kind

_NUMBERS = (
    "cero,una,dos,tres,cuatro,cinco,seis,siete,ocho,nueve,diez,once,doce,trece,catorce,quince,dieciséis,diecisiete,"
    "dieciocho,diecinueve,veinte,veintiuno|veintiuna,veintidós,veintitrés,veinticuatro"
)
_ORDINALS = (
    "primer|primero|primera|primeros|primeras,segundo|segunda|segundos,tercer|tercero|tercera|terceros,"
    "cuarto|cuarta|cuartos,quinto|quinta"
)
_WEEKDAYS = "lunes|lun,martes,miércoles|mié,jueves|jue,viernes|vie,sábado|sáb,domingo|dom"
_MONTHS = (
    "enero|ene,febrero|feb,marzo,abril|abr,mayo|may,junio|jun,julio|jul,agosto|ago,septiembre|setiembre|sept|sep,"
    "octubre|oct,noviembre|nov,diciembre|dic"
)

LEXICON = of.lexicon(
    of.numbers(Kind.NUM, 0, _NUMBERS)
    | of.numbers(Kind.ORD, 1, _ORDINALS)
    | of.numbers(Kind.WEEKDAY, 0, _WEEKDAYS)
    | of.numbers(Kind.WEEKDAYS, 5, "sábados,domingos")
    | of.numbers(Kind.MONTH, 1, _MONTHS)
    | {
        of.GLUE: "a|a la|a las|la|las|el|al|de|del|sobre las|hacia las",
        of.AND: "y|e",
        of.ONE: "un",
        of.TO: "a|al|hasta el",
        of.LAST: "último|última|últimos",
        of.EVERY: "cada|cada uno de los|todos los|todas las|los",
        (of.EVERY, of.DAY): "diario|diariamente|a diario|cada día|todos los días",
        (of.EVERY, of.WEEK): "semanal|semanalmente",
        (of.EVERY, of.MOON): "mensual|mensualmente",
        (of.EVERY, of.YEAR): "anual|anualmente",
        (of.EVERY, of.WORKDAYS): "entre semana|días laborables|los días laborables|todos los días laborables",
        (of.EVERY, of.MORNING): "todas las mañanas|cada mañana",
        (of.EVERY, of.AFTERNOON): "todas las tardes",
        (of.EVERY, of.NIGHT): "todas las noches",
        of.OFTEN: "dos veces al día|varias veces al día",
        of.OTHER: "otro|otra",
        of.NEXT: "próximo|próxima|que viene|siguiente",
        of.THIS: "este|esta",
        of.IN: "en|dentro de|de aquí a",
        of.of(Kind.NUM, 30): "treinta",
        of.of(Kind.NUM, 40): "cuarenta",
        of.of(Kind.NUM, 45): "cuarenta y cinco",
        of.of(Kind.NUM, 50): "cincuenta",
        of.of(Kind.NUM, 90): "noventa",
        of.MINUTE: "minuto|minutos|min|mins",
        of.HOUR: "hora|horas|h|hs",
        of.of(Kind.SPAN, 30): "media hora",
        of.of(Kind.SPAN, 90): "una hora y media|hora y media",
        of.of(Kind.SPAN, 15): "un cuarto de hora|cuarto de hora",
        of.of(Kind.SPAN, 45): "tres cuartos de hora",
        of.DAY: "día|días",
        of.DATED: "día|días",
        (of.EVERY, of.DATED): "cada día|todos los días",
        (of.of(Kind.NUM, 15), of.DAY): "quince días|15 días",
        (of.of(Kind.NUM, 2), of.WEEK): "quince días|15 días|quincena|una quincena",
        of.WEEK: "semana|semanas",
        of.MOON: "mes|meses",
        of.YEAR: "año|años",
        of.WORKDAYS: "día laborable|día de semana|día de trabajo",
        of.WEEKEND: "fin de semana|finde|fines de semana",
        of.of(Kind.AHEAD, -1): "ayer",
        of.TODAY: "hoy|hoy mismo",
        of.TOMORROW: "mañana",
        of.DAY_AFTER: "pasado mañana",
        (of.TODAY, of.NIGHT): "esta noche|hoy por la noche|hoy en la noche",
        (of.TODAY, of.MORNING): "esta mañana",
        (of.TODAY, of.AFTERNOON): "esta tarde",
        (of.TOMORROW, of.MORNING): "mañana por la mañana|mañana en la mañana|mañana a la mañana",
        of.MORNING: "de la mañana|por la mañana|en la mañana|a la mañana",
        of.MIDDAY: "del mediodía|de mediodía",
        of.AFTERNOON: "tarde|de la tarde|por la tarde|en la tarde|a la tarde",
        of.NIGHT: "noche|de la noche|por la noche|en la noche|a la noche",
        of.SMALL_HOURS: "madrugada|de la madrugada|de madrugada|por la madrugada",
        of.NOON: "mediodía|al mediodía|medio día|a mediodía",
        of.MIDNIGHT: "medianoche|a medianoche|a la medianoche|media noche",
        of.AM: "am|a m",
        of.PM: "pm|p m",
        of.HOURS: "horas|hora|h|hs|en punto",
        of.HALF: "media",
        of.QUARTER: "cuarto",
        of.LESS: "menos",
    },
    {of.MORNING: "mañana", of.of(Kind.WEEKDAY, 1): "mar", of.of(Kind.MONTH, 3): "mar"},
    ordinal=r"\.?(?:o|a|er|ro|ra|do|da|to|ta)",
)
