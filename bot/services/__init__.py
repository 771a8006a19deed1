"""Use cases: what the movement can do, and the ports through which they reach the world."""

from dataclasses import dataclass
from pathlib import Path

from bot.services.abilities import AbilityService
from bot.services.amending import AmendingService
from bot.services.ballots import BallotService
from bot.services.bindings import BindingService
from bot.services.boards import BoardService
from bot.services.charter import CharterService
from bot.services.checks import CheckService
from bot.services.clock_watch import ClockWatch
from bot.services.closings import ClosingService
from bot.services.comings import ComingService
from bot.services.couriers.courier import Desk
from bot.services.covering import CoverService
from bot.services.decisions import DecisionService
from bot.services.digest import DigestService
from bot.services.due_tasks import DueTaskService
from bot.services.forgetting import ForgettingService
from bot.services.heads import HeadService
from bot.services.inbox import Inbox
from bot.services.interruptions import InterruptionService
from bot.services.knowhow import KnowHowService
from bot.services.lapses import LapseService
from bot.services.losses import LossService
from bot.services.mandates import MandateService
from bot.services.meetings import MeetingService
from bot.services.members import MemberService
from bot.services.offers import OfferService
from bot.services.orientation import OrientationService
from bot.services.outbox import OutboxService
from bot.services.own_lines import OwnLineService
from bot.services.personal_reminders import PersonalReminderService
from bot.services.ports import BallotBox, Clock, NoticeBoard, Register
from bot.services.presence import PresenceService
from bot.services.previews import PreviewService
from bot.services.proposals import ProposalService
from bot.services.public import PublicServices, build_public_services
from bot.services.reading import ReadingService
from bot.services.reminders import ReminderService
from bot.services.servers import ServerService
from bot.services.shadows import ShadowService
from bot.services.starts import StartService
from bot.services.tally_board import TallyBoard
from bot.services.task_edits import TaskEditService
from bot.services.tasks import TaskService
from bot.services.tidying import Tidying
from bot.services.unsent_forms import UnsentFormService
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Services(PublicServices):
    """Every use case, built once."""

    database: Database
    clock: Clock
    servers: ServerService
    proposals: ProposalService
    amending: AmendingService
    covers: CoverService
    checks: CheckService
    orientation: OrientationService
    presence: PresenceService
    interruptions: InterruptionService
    bindings: BindingService
    losses: LossService
    comings: ComingService
    ballots: BallotService
    inbox: Inbox
    reading: ReadingService
    tally_board: TallyBoard
    tidying: Tidying
    decisions: DecisionService
    tasks: TaskService
    task_edits: TaskEditService
    offers: OfferService
    outbox: OutboxService
    charter: CharterService
    mandates: MandateService
    reminders: ReminderService
    personal_reminders: PersonalReminderService
    meetings: MeetingService
    knowhow: KnowHowService
    previews: PreviewService
    closings: ClosingService
    due_tasks: DueTaskService
    boards: BoardService
    lapses: LapseService
    shadows: ShadowService
    abilities: AbilityService
    digest: DigestService
    heads: HeadService
    forgetting: ForgettingService
    own_lines: OwnLineService
    members: MemberService
    starts: StartService
    unsent_forms: UnsentFormService
    clock_watch: ClockWatch


def build_services(
    database: Database,
    clock: Clock,
    *,
    notice_board: NoticeBoard,
    ballot_box: BallotBox,
    register: Register,
    web_url: str | None = None,
    heads_file: Path | None = None,
    clock_watch: ClockWatch | None = None,
) -> Services:
    """Build the use cases over one database and the ports to the world; `web_url` is where people reach the pages.

    In `heads_file` stands how far each log was told to the world; without it an old database is not noticed.
    """
    tally_board = TallyBoard(database, clock, notice_board)
    tidying = Tidying(database, ballot_box)
    ballots = BallotService(database, clock, tally_board, tidying)
    inbox = ballots.inbox
    server_service = ServerService(database, clock)
    heads = HeadService(database, clock, heads_file)
    reading = ReadingService(database, clock, ballot_box, register, tally_board, inbox)
    public = build_public_services(database, clock, web_url)
    return Services(
        database=database,
        clock=clock,
        servers=server_service,
        proposals=ProposalService(database, clock, register, tally_board),
        amending=AmendingService(database, clock, register, tally_board, inbox, reading),
        covers=CoverService(database, clock),
        orientation=OrientationService(database, clock),
        checks=CheckService(database, clock, notice_board, ballot_box),
        interruptions=InterruptionService(database, clock, register, reading, tally_board),
        losses=LossService(database, clock, register),
        comings=ComingService(database, clock),
        bindings=BindingService(database, clock, register, server_service),
        presence=PresenceService(database, clock, reading),
        ballots=ballots,
        inbox=inbox,
        reading=reading,
        tally_board=tally_board,
        tidying=tidying,
        decisions=DecisionService(database, clock, inbox, reading, tally_board),
        tasks=TaskService(database, clock, notice_board),
        task_edits=TaskEditService(database, clock),
        offers=OfferService(database, clock),
        outbox=OutboxService(Desk(database, clock, notice_board, register, reading), heads),
        charter=CharterService(database, clock),
        mandates=MandateService(database, clock),
        reminders=ReminderService(database, clock, register),
        personal_reminders=PersonalReminderService(database, clock),
        meetings=MeetingService(database, clock),
        knowhow=KnowHowService(database, clock),
        previews=PreviewService(database, clock),
        calendar=public.calendar,
        closings=ClosingService(database, clock),
        due_tasks=DueTaskService(database, clock),
        boards=BoardService(database, clock),
        lapses=LapseService(database, clock),
        shadows=ShadowService(database, clock),
        abilities=AbilityService(database, clock),
        digest=DigestService(database, clock),
        commons=public.commons,
        chronicle=public.chronicle,
        front=public.front,
        published_knowhow=public.published_knowhow,
        news=public.news,
        searching=public.searching,
        heads=heads,
        forgetting=ForgettingService(database, clock),
        own_lines=OwnLineService(database, clock),
        members=MemberService(database, clock, ballots),
        starts=StartService(database, clock),
        unsent_forms=UnsentFormService(database, clock),
        clock_watch=clock_watch or ClockWatch(),
    )
