"""Portuguese words for days and times."""

from bot.domain.phrases import lexicon as of
from bot.domain.phrases.tokens import Kind

_NUMBERS = (
    "zero,uma,duas|dois,três,quatro,cinco,seis,sete,oito,nove,dez,onze,doze,treze,catorze|quatorze,quinze,"
    "dezesseis|dezasseis,dezessete|dezassete,dezoito,dezenove|dezanove,vinte,vinte e um|vinte e uma,"
    "vinte e dois|vinte e duas,vinte e três,vinte e quatro"
)
_WEEKDAYS = (
    "segunda|segunda feira|seg,terça|terça feira|ter,quarta|quarta feira|qua,quinta|quinta feira|qui,"
    "sexta|sexta feira|sex,sábado|sáb,domingo|dom"
)
_PLURALS = (
    "segundas|segundas feiras,terças|terças feiras,quartas|quartas feiras,quintas|quintas feiras,"
    "sextas|sextas feiras,sábados,domingos"
)
_MONTHS = (
    "janeiro|jan,fevereiro|fev,março|mar,abril|abr,maio|mai,junho|jun,julho|jul,agosto|ago,setembro|set,outubro|out,"
    "novembro|nov,dezembro"
)

LEXICON = of.lexicon(
    of.numbers(Kind.NUM, 0, _NUMBERS)
    | of.numbers(Kind.ORD, 1, "primeiro|primeira|primeiros,segundo,terceiro|terceira,quarto,quinto")
    | of.numbers(Kind.WEEKDAY, 0, _WEEKDAYS)
    | of.numbers(Kind.WEEKDAYS, 0, _PLURALS)
    | of.numbers(Kind.MONTH, 1, _MONTHS)
    | {
        of.GLUE: "à|às|a|as|ao|aos|o|os|no|na|nos|nas|de|do|da|dos|das|pelas",
        of.AND: "e",
        of.ONE: "um",
        of.TO: "a|à|ao|até",
        of.LAST: "último|última|últimos|últimas",
        of.EVERY: "cada|a cada|todo|toda|todos os|todas as|todo o|toda a",
        (of.EVERY, of.DAY): "diário|diariamente|todo dia|todos os dias|cada dia",
        (of.EVERY, of.WEEK): "semanal|semanalmente",
        (of.EVERY, of.of(Kind.NUM, 2), of.WEEK): "quinzenal|quinzenalmente",
        (of.EVERY, of.MOON): "mensal|mensalmente",
        (of.EVERY, of.YEAR): "anual|anualmente",
        (of.EVERY, of.WORKDAYS): "dias úteis|nos dias úteis|todos os dias úteis|durante a semana",
        (of.EVERY, of.MORNING): "todas as manhãs",
        (of.EVERY, of.AFTERNOON): "todas as tardes",
        (of.EVERY, of.NIGHT): "todas as noites",
        of.OFTEN: "duas vezes por dia|várias vezes por dia|duas vezes ao dia",
        of.NEXT: "próximo|próxima|que vem|seguinte",
        of.THIS: "este|esta|neste|nesta|esse|essa|nesse|nessa",
        of.IN: "em|dentro de|daqui a",
        of.of(Kind.NUM, 30): "trinta",
        of.of(Kind.NUM, 40): "quarenta",
        of.of(Kind.NUM, 45): "quarenta e cinco",
        of.of(Kind.NUM, 50): "cinquenta",
        of.of(Kind.NUM, 90): "noventa",
        of.MINUTE: "minuto|minutos|min",
        of.HOUR: "hora|horas|h|hs",
        of.of(Kind.SPAN, 30): "meia hora",
        of.of(Kind.SPAN, 90): "uma hora e meia|hora e meia",
        of.of(Kind.SPAN, 15): "um quarto de hora|quarto de hora",
        of.of(Kind.SPAN, 45): "três quartos de hora",
        of.DAY: "dia|dias",
        of.DATED: "dia|dias",
        (of.EVERY, of.DATED): "cada dia|todo dia|todos os dias",
        (of.of(Kind.NUM, 15), of.DAY): "quinze dias|15 dias",
        (of.of(Kind.NUM, 2), of.WEEK): "quinze dias|15 dias|quinzena|uma quinzena",
        of.WEEK: "semana|semanas",
        of.MOON: "mês|meses",
        of.YEAR: "ano|anos",
        of.WORKDAYS: "dia útil|dia de semana",
        of.WEEKEND: "fim de semana|fins de semana",
        of.of(Kind.AHEAD, -1): "ontem",
        of.TODAY: "hoje|hoje mesmo",
        of.TOMORROW: "amanhã",
        of.DAY_AFTER: "depois de amanhã",
        (of.TODAY, of.NIGHT): "esta noite|nesta noite|essa noite",
        (of.TODAY, of.AFTERNOON): "esta tarde|nesta tarde|essa tarde",
        (of.TODAY, of.MORNING): "esta manhã|nesta manhã|essa manhã",
        of.MORNING: "manhã|da manhã|de manhã|pela manhã",
        of.AFTERNOON: "tarde|da tarde|de tarde|à tarde",
        of.NIGHT: "noite|da noite|de noite|à noite",
        of.SMALL_HOURS: "madrugada|da madrugada|de madrugada",
        of.NOON: "meio dia|ao meio dia",
        of.MIDNIGHT: "meia noite|à meia noite",
        of.AM: "am|a m",
        of.PM: "pm|p m",
        of.HOURS: "horas|hora|h|hs|em ponto",
        of.HALF: "meia",
        of.QUARTER: "quarto|um quarto",
        of.LESS: "menos",
    },
    {
        of.of(Kind.ORD, 2): "segunda",
        of.of(Kind.ORD, 4): "quarta",
        of.of(Kind.ORD, 5): "quinta",
        of.of(Kind.MONTH, 12): "dez",
    },
    ordinal=r"\.?(?:o|a)",
)
